-- error: two paragraphs of one version, or two statements, stand at one position
SELECT 'passages' AS of, version_id, position, count(*) AS times
FROM passages GROUP BY version_id, position HAVING count(*) > 1
UNION ALL
SELECT 'statement_history', version_id, position, count(*)
FROM statement_history WHERE position IS NOT NULL GROUP BY version_id, position HAVING count(*) > 1;
