-- warning: a version says it was published more than two days after it was fetched
SELECT version_id, url, published_at, seen_at FROM versions WHERE published_at > seen_at + INTERVAL 2 DAY;
