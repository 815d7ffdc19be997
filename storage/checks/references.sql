-- error: a row refers to one that is not there
SELECT 'versions without story' AS what, version_id AS id FROM versions ANTI JOIN stories USING (story_id)
UNION ALL
SELECT 'stories without version', story_id FROM stories ANTI JOIN versions USING (story_id)
UNION ALL
SELECT 'versions without page', version_id FROM versions ANTI JOIN pages USING (page_id)
UNION ALL
SELECT 'statements without version', statement_id FROM statement_history ANTI JOIN versions USING (version_id, story_id)
UNION ALL
SELECT 'passages without version', version_id FROM passages ANTI JOIN versions USING (version_id, story_id)
UNION ALL
SELECT 'aliases without story', old_story_id FROM story_aliases ANTI JOIN stories USING (story_id);
