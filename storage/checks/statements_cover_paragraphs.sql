-- error: a paragraph that is a speaker's words belongs to no statement
SELECT version_id, position, role, left(words, 80) AS words
FROM passages WHERE role IN ('statement', 'question', 'quote') AND statement_id IS NULL;
