-- What was changed or dropped after it was published, and in which version.
SELECT v.headline, h.version_no, h.change, h.speaker, h.words FROM statement_history h JOIN versions v USING (version_id) WHERE h.change IN ('edited', 'withdrawn') ORDER BY h.published_at, h.version_no
