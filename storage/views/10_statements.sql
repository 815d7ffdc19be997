-- The statements of each story's newest version.
CREATE OR REPLACE VIEW statements AS
SELECT
  statement_id, story_id, version_id, site, language, url, headline, position, speaker, speaker_key, speaker_printed,
  role, kind, how, words, paragraphs, word_count, published_at, first_published_at, revisions, version_no, update_no,
  seen_at
FROM statement_history
WHERE is_latest AND change <> 'withdrawn';

COMMENT ON VIEW statements IS 'The statements of each story''s newest version, one row each.';
COMMENT ON COLUMN statements.statement_id IS 'The statement; it survives versions.';
COMMENT ON COLUMN statements.story_id IS 'Its story.';
COMMENT ON COLUMN statements.version_id IS 'The story''s newest version.';
COMMENT ON COLUMN statements.site IS 'The language edition of the outlet.';
COMMENT ON COLUMN statements.language IS 'The language of the words.';
COMMENT ON COLUMN statements.url IS 'Address of the page that carries it.';
COMMENT ON COLUMN statements.headline IS 'The headline without its update mark.';
COMMENT ON COLUMN statements.position IS 'Place among the version''s statements, from 1.';
COMMENT ON COLUMN statements.speaker IS 'Full name as best known from the page; NULL if the page does not say.';
COMMENT ON COLUMN statements.speaker_key IS 'The person, joined across stories by the register; NULL if unsure.';
COMMENT ON COLUMN statements.speaker_printed IS 'The label, heading or phrase that named the speaker here.';
COMMENT ON COLUMN statements.role IS 'The speaker''s office or function as printed at its fullest.';
COMMENT ON COLUMN statements.kind IS 'statement, turn, question, answer or quote.';
COMMENT ON COLUMN statements.how IS 'The rule that attributed it, or why nobody is named.';
COMMENT ON COLUMN statements.words IS 'Paragraphs joined by a blank line, without opening dash, label or quotation marks.';
COMMENT ON COLUMN statements.paragraphs IS 'The words, paragraph by paragraph.';
COMMENT ON COLUMN statements.word_count IS 'How many words, by white space.';
COMMENT ON COLUMN statements.published_at IS 'When the newest version was published; NULL if unknown.';
COMMENT ON COLUMN statements.first_published_at IS 'When the first version with this statement was published.';
COMMENT ON COLUMN statements.revisions IS 'How often its words were changed.';
COMMENT ON COLUMN statements.version_no IS 'The newest version''s number, 1 = the earliest known.';
COMMENT ON COLUMN statements.update_no IS 'The newest version''s update number; NULL if unknown.';
COMMENT ON COLUMN statements.seen_at IS 'When the newest version was first fetched.';
