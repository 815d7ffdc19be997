-- error: a story has not exactly one newest version, or its versions are not numbered 1, 2, 3
SELECT story_id, count(*) AS versions, max(version_no) AS last_no, count_if(is_latest) AS latest
FROM versions GROUP BY story_id
HAVING count_if(is_latest) <> 1
  OR max(version_no) <> count(*)
  OR count(DISTINCT version_no) <> count(*)
  OR max(version_no) FILTER (is_latest) <> max(version_no);
