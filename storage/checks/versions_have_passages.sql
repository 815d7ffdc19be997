-- error: a version has no paragraphs, or gaps between their positions
SELECT v.version_id, v.story_id, count(p.position) AS paragraphs, max(p.position) AS last_position
FROM versions v LEFT JOIN passages p USING (version_id)
GROUP BY v.version_id, v.story_id
HAVING count(p.position) = 0 OR count(p.position) <> max(p.position);
