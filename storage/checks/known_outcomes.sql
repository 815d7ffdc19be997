-- error: a fetch ended in an outcome that does not exist
SELECT page_id, url, outcome FROM pages
WHERE outcome IS NULL OR outcome NOT IN (
  'stored', 'unchanged', 'same words', 'no statements', 'not an article', 'blocked', 'layout changed', 'gone',
  'unreachable', 'refused'
);
