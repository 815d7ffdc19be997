-- error: a statement stands in no paragraph of its version
SELECT h.version_id, h.statement_id, h.position
FROM statement_history h
ANTI JOIN (SELECT version_id, unnest(statement_ids) AS statement_id FROM passages) p USING (version_id, statement_id)
WHERE h.change <> 'withdrawn';
