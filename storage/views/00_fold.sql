-- How search compares words: lower case, I, İ, ı and i one letter, anything between words one space, a space in front.
CREATE OR REPLACE MACRO fold(words) AS
  replace(replace(replace(
    ' ' || translate(
      replace(lower(words), 'i̇', 'i'),
      'ıё’‘''"“”„«»‹›.,;:!?…()[]{}<>-–—―/\|*•#_' || chr(9) || chr(10) || chr(13) || chr(160),
      'iе' || repeat(' ', 44)
    ) || ' ',
  '    ', ' '), '  ', ' '), '  ', ' ');
COMMENT ON MACRO fold IS 'The words as search compares them: lower case, I, İ, ı and i one letter, ё is е, anything between words one space.';
