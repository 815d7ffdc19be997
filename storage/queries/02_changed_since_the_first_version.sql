-- What changed between a story's first version and its newest? Statement by statement.
SELECT s.headline, newest.change, newest.speaker, first.words AS words_then, newest.words AS words_now
FROM stories s
JOIN statement_history newest ON newest.story_id = s.story_id AND newest.is_latest
LEFT JOIN statement_history first
  ON first.story_id = s.story_id AND first.version_no = 1 AND first.statement_id = newest.statement_id
WHERE s.version_count > 1 AND (first.words IS DISTINCT FROM newest.words OR newest.change = 'withdrawn')
ORDER BY s.updated_at DESC, newest.position NULLS LAST;
