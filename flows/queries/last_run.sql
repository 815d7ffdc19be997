-- The run that ended last.
SELECT flow, state, finished_at, message FROM runs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, run_id LIMIT 1
