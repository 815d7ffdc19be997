-- Search: whether words say a word or a phrase, whatever the case, in any language; a word also finds its longer forms.
-- The expression decides; before it, a look for the longest stretch of the term without an i spares most rows, for that
-- is many times faster and the letters i, ı, I, İ are the only ones whose case depends on the language.
CREATE OR REPLACE MACRO stretch(term) AS
  list_reverse_sort(list_transform(
    regexp_split_to_array(term, '[iıIİ]|[^\pL\pN]+'), lambda part: {'long': length(part), 'part': part}
  ))[1].part;
COMMENT ON MACRO stretch IS 'The longest stretch of a term without an i in any form or a blank.';

CREATE OR REPLACE MACRO expression(term) AS
  '(?i)(^|[^\pL\pN])' || regexp_replace(
    regexp_replace(trim(regexp_replace(term, '[^\pL\pN]+', ' ', 'g')), '[iıIİ]', '[iıIİ]', 'g'),
    ' ', '[^\\pL\\pN]+', 'g'
  );
COMMENT ON MACRO expression IS 'A regular expression that finds a term at the beginning of a word.';

CREATE OR REPLACE MACRO says(words, term) AS (
  contains(words, stretch(term))
  OR contains(words, lower(stretch(term)))
  OR contains(words, upper(stretch(term)))
  OR contains(words, upper(stretch(term)[1]) || lower(stretch(term)[2:]))
) AND regexp_matches(words, expression(term));
COMMENT ON MACRO says IS 'Whether words say a word or phrase: WHERE says(words, ''green energy'') AND says(words, ''baku'').';
