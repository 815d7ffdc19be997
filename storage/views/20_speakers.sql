-- Everybody who is quoted: people of the register under their key, others under the exact name.
CREATE OR REPLACE VIEW speakers AS
SELECT
  s.speaker_key,
  coalesce(any_value(r.name), max(s.speaker)) AS name,
  list_sort(list_distinct(list(s.speaker))) AS names,
  arg_max(s.role, (s.published_at, s.statement_id)) FILTER (s.role IS NOT NULL) AS role,
  count(*) AS statement_count,
  min(s.first_published_at) AS first_at,
  max(s.published_at) AS last_at,
  any_value(r.wikidata) AS wikidata
FROM statements s LEFT JOIN pipeline.register r USING (speaker_key)
WHERE s.speaker IS NOT NULL
GROUP BY s.speaker_key, CASE WHEN s.speaker_key IS NULL THEN s.speaker END;

COMMENT ON VIEW speakers IS 'Everybody who is quoted: people of the register under their key, others under the exact name.';
COMMENT ON COLUMN speakers.speaker_key IS 'The person in the register; NULL for a name that is not in it.';
COMMENT ON COLUMN speakers.name IS 'The name to show.';
COMMENT ON COLUMN speakers.names IS 'Every spelling of the name that pages gave.';
COMMENT ON COLUMN speakers.role IS 'The latest role as printed.';
COMMENT ON COLUMN speakers.statement_count IS 'How many statements stand in newest versions.';
COMMENT ON COLUMN speakers.first_at IS 'When the first of them was first published.';
COMMENT ON COLUMN speakers.last_at IS 'When the latest of them was published.';
COMMENT ON COLUMN speakers.wikidata IS 'The person''s Wikidata id; NULL if unsure.';
