-- Runs that began and never ended: alive, or killed.
SELECT run_id, flow, started_at FROM runs WHERE finished_at IS NULL ORDER BY started_at
