-- How much did a person say, month by month? The most quoted one; put a name or key of your own.
SELECT date_trunc('month', published_at) AS month, count(*) AS statements, sum(word_count) AS words
FROM statements
WHERE speaker = (SELECT mode(speaker) FROM statements)
GROUP BY month
ORDER BY month;
