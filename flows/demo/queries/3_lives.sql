-- The life of every story that has more than one version.
SELECT v.headline, v.version_no, v.update_label, v.origin, v.published_at, v.seen_at, v.reason FROM versions v JOIN stories s USING (story_id) WHERE s.version_count > 1 ORDER BY s.published_at, v.version_no
