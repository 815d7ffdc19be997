-- The stories that were changed, the most often changed first.
SELECT story_id, headline, version_count FROM stories WHERE version_count > 1 ORDER BY version_count DESC, story_id
