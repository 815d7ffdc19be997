-- error: something was fetched in the future: the clock of this machine is, or was, wrong
SELECT 'pages' AS of, page_id AS id, fetched_at AS at FROM pages WHERE fetched_at > now() + INTERVAL 1 HOUR
UNION ALL
SELECT 'versions', version_id, seen_at FROM versions WHERE seen_at > now() + INTERVAL 1 HOUR;
