-- How often are words spoken, month by month? A word also finds its longer forms; a phrase is found as it stands.
SELECT date_trunc('month', published_at) AS month, count(*) AS statements
FROM statements
WHERE says(words, 'trade')
GROUP BY month
ORDER BY month;
