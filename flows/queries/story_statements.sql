-- Who said what in a story's newest version.
SELECT statement_id, version_id, position, speaker, role, kind, how, words, first_published_at, revisions
FROM statements WHERE story_id = $story ORDER BY position
