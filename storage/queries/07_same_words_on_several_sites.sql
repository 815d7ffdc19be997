-- Which words stand on several sites? Long enough not to be a phrase of courtesy.
SELECT count(DISTINCT site) AS sites, list_sort(list_distinct(list(site))) AS which, min(published_at) AS first_at,
  any_value(speaker) AS speaker, left(any_value(words), 120) AS begins
FROM statements
WHERE word_count >= 8
GROUP BY md5(words)
HAVING count(DISTINCT site) > 1
ORDER BY sites DESC, first_at;
