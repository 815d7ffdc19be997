-- Which quotations is nobody named for, and why?
SELECT how, speaker_printed, left(words, 120) AS begins, url
FROM statements
WHERE speaker IS NULL
ORDER BY published_at DESC NULLS LAST, story_id, position;
