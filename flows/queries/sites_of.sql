-- The sites that ids of any kind ($ids) belong to.
SELECT DISTINCT site FROM (
  SELECT site, story_id AS id FROM stories
  UNION ALL SELECT site, version_id FROM versions
  UNION ALL SELECT site, page_id FROM pages
  UNION ALL SELECT site, statement_id FROM statements
) WHERE id IN (SELECT unnest($ids)) ORDER BY site
