-- Which statements were withdrawn later, and after how long?
SELECT site, speaker, left(words, 120) AS words_it_had, published_at AS withdrawn_at,
  published_at - first_published_at AS stood_for, url
FROM statement_history
WHERE change = 'withdrawn'
ORDER BY published_at DESC NULLS LAST;
