-- What would a reader have found at a moment in the past? The statements as they stood then.
SELECT version_no, speaker, left(words, 120) AS begins, headline
FROM as_of(TIMESTAMPTZ '2024-03-11 12:30:00+00')
ORDER BY published_at DESC, story_id, position;
