-- A story as it stands now.
SELECT * FROM stories WHERE story_id = $story
