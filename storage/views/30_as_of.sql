-- The statements as a reader would have found them at a moment: those of each story's newest version published by then.
-- What was published later is ruled out at the scan already, so that an early moment of a long record is read as fast as
-- a short record.
CREATE OR REPLACE MACRO as_of(ts) AS TABLE
  SELECT h.* EXCLUDE (is_latest)
  FROM statement_history h
  SEMI JOIN (
    SELECT story_id, max(version_no) AS version_no
    FROM versions
    WHERE coalesce(published_at, seen_at) <= ts
    GROUP BY story_id
  ) then_newest USING (story_id, version_no)
  WHERE h.change <> 'withdrawn' AND (h.published_at <= ts OR h.published_at IS NULL);
COMMENT ON MACRO TABLE as_of IS 'The statements as of a moment: SELECT * FROM as_of(TIMESTAMPTZ ''2024-03-11 12:00:00+00'').';
