-- Which site is slowest to update a story? Median and longest time from the first version to the newest.
SELECT site, count(*) AS updated_stories, median(updated_at - published_at) AS usually, max(updated_at - published_at) AS at_most
FROM stories
WHERE version_count > 1
GROUP BY site
ORDER BY usually DESC;
