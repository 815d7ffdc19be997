-- error: a story's counts are not what its rows say
SELECT s.story_id, s.version_count, v.versions, s.statement_count, coalesce(t.statements, 0) AS statements
FROM stories s
LEFT JOIN (SELECT story_id, count(*) AS versions FROM versions GROUP BY story_id) v USING (story_id)
LEFT JOIN (SELECT story_id, count(*) AS statements FROM statements GROUP BY story_id) t USING (story_id)
WHERE s.version_count IS DISTINCT FROM v.versions OR s.statement_count <> coalesce(t.statements, 0);
