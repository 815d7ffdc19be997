-- What was changed or dropped after it was published, and in which version.
SELECT headline, h.version_no, h.change, h.speaker, h.words FROM statement_history h JOIN versions USING (version_id) WHERE h.change IN ('edited', 'withdrawn') ORDER BY h.published_at, h.version_no
