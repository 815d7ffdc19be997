-- The stories an id, a former id, a version's or statement's id, or one of several spellings of an address may mean.
WITH named AS (SELECT $name AS name, $spellings AS spellings)
SELECT DISTINCT story_id, version_id FROM (
  SELECT story_id, NULL AS version_id FROM stories, named WHERE story_id = name OR url IN (SELECT unnest(spellings) FROM named)
  UNION ALL SELECT a.story_id, NULL FROM story_aliases a, named WHERE old_story_id = name
  UNION ALL SELECT story_id, version_id FROM versions, named WHERE version_id = name
  UNION ALL SELECT story_id, NULL FROM versions WHERE url IN (SELECT unnest(spellings) FROM named)
  UNION ALL SELECT story_id, NULL FROM statement_history, named WHERE statement_id = name
)
ORDER BY story_id, version_id NULLS LAST
