-- The paragraphs of one version that are its words and nobody's statement.
SELECT words FROM passages
WHERE version_id = $version AND statement_id IS NULL AND role NOT IN ('caption', 'credit', 'clock', 'separator')
ORDER BY position
