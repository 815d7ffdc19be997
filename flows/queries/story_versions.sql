-- The versions of a story, from the earliest.
SELECT version_id, version_no, update_no, update_label, headline, headline_printed, published_at, modified_at, seen_at,
  url, origin, reason, is_latest
FROM versions WHERE story_id = $story ORDER BY version_no
