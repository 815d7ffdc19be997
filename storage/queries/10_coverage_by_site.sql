-- How complete is each site? Stories, and the share with a date, with statements, with every statement attributed.
SELECT s.site, count(*) AS stories, avg((s.published_at IS NOT NULL)::INTEGER) AS with_date,
  avg((s.statement_count > 0)::INTEGER) AS with_statements, avg((coalesce(u.unnamed, 0) = 0)::INTEGER) AS all_attributed,
  min(s.published_at) AS from_day, max(s.published_at) AS to_day
FROM stories s
LEFT JOIN (SELECT story_id, count(*) AS unnamed FROM statements WHERE speaker IS NULL GROUP BY story_id) u USING (story_id)
GROUP BY s.site
ORDER BY s.site;
