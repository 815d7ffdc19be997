-- Who spoke, in what office, how often and how long.
SELECT speaker, arg_max(role, published_at) AS role, count(*) AS statements, sum(word_count) AS words FROM statements WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY words DESC
