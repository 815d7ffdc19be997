-- The statements a run brought or found changed, newest first: $run_id, at most $most rows.
SELECT h.change, h.speaker, h.kind, h.words, h.headline, h.url, h.site, h.version_no, h.published_at
FROM statement_history h
JOIN versions v USING (version_id)
JOIN pages p USING (page_id)
WHERE p.run_id = $run_id AND h.change <> 'unchanged'
ORDER BY h.published_at DESC NULLS LAST, h.story_id, h.version_no DESC, h.position NULLS LAST
LIMIT $most
