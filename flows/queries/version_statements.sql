-- The statements that stand in one version.
SELECT statement_id, speaker, words FROM statement_history
WHERE version_id = $version AND change <> 'withdrawn' ORDER BY position
