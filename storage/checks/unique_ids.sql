-- error: an id stands for two rows
SELECT 'stories' AS of, story_id AS id, count(*) AS times FROM stories GROUP BY story_id HAVING count(*) > 1
UNION ALL
SELECT 'versions', version_id, count(*) FROM versions GROUP BY version_id HAVING count(*) > 1
UNION ALL
SELECT 'statements', statement_id, count(*) FROM statements GROUP BY statement_id HAVING count(*) > 1
UNION ALL
SELECT 'story_aliases', old_story_id, count(*) FROM story_aliases GROUP BY old_story_id HAVING count(*) > 1
UNION ALL
SELECT 'pages', page_id, count(*) FROM pages GROUP BY page_id HAVING count(*) > 1;
