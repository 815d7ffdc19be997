-- warning: a run began over a day ago and never ended: it was killed
SELECT run_id, flow, started_at FROM runs WHERE finished_at IS NULL AND started_at < now() - INTERVAL 1 DAY;
