-- Who said what this week? The last seven days of the record, newest first.
SELECT published_at, site, speaker, role, left(words, 120) AS begins, url
FROM statements
WHERE published_at > (SELECT max(published_at) FROM statements) - INTERVAL 7 DAY
ORDER BY published_at DESC, story_id, position;
