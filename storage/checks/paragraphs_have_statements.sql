-- error: a paragraph names a statement that its version does not have
SELECT p.version_id, p.position, p.statement_id
FROM (SELECT version_id, position, unnest(statement_ids) AS statement_id FROM passages) p
ANTI JOIN (FROM statement_history WHERE change <> 'withdrawn') h USING (version_id, statement_id);
