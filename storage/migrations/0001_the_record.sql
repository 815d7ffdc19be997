-- The record: stories, versions, passages, statements, and what the pipeline keeps to compute them.

CREATE TABLE stories (
  story_id VARCHAR,
  site VARCHAR,
  language VARCHAR,
  url VARCHAR,
  headline VARCHAR,
  section VARCHAR,
  published_at TIMESTAMPTZ,
  updated_at TIMESTAMPTZ,
  update_no INTEGER,
  update_label VARCHAR,
  version_count INTEGER,
  statement_count INTEGER,
  first_seen_at TIMESTAMPTZ,
  last_seen_at TIMESTAMPTZ,
  status VARCHAR
);
COMMENT ON TABLE stories IS 'One row per story as it stands now: all pages and versions that tell the same news on one site.';
COMMENT ON COLUMN stories.story_id IS 'The story: a hash of site and page of its earliest known page; the same on every machine. Former ids: story_aliases.';
COMMENT ON COLUMN stories.site IS 'The language edition of the outlet, such as apa-en.';
COMMENT ON COLUMN stories.language IS 'The language of the text, as in HTML: en, az, ru.';
COMMENT ON COLUMN stories.url IS 'Address of the newest version''s page, never a mirror''s.';
COMMENT ON COLUMN stories.headline IS 'Headline of the newest version without its update mark.';
COMMENT ON COLUMN stories.section IS 'The site''s section or category as printed; NULL if the page has none.';
COMMENT ON COLUMN stories.published_at IS 'When the first version was published, by the page.';
COMMENT ON COLUMN stories.updated_at IS 'When the newest version was published, by the page.';
COMMENT ON COLUMN stories.update_no IS 'Update number of the newest version: 0 = the original, n = UPDATED-n; NULL if unknown.';
COMMENT ON COLUMN stories.update_label IS 'Update mark of the newest version as printed, such as UPDATED-1; NULL if it has none.';
COMMENT ON COLUMN stories.version_count IS 'How many versions are known.';
COMMENT ON COLUMN stories.statement_count IS 'How many statements the newest version has.';
COMMENT ON COLUMN stories.first_seen_at IS 'When a page of the story was first fetched.';
COMMENT ON COLUMN stories.last_seen_at IS 'When a page of the story was last fetched or asked for.';
COMMENT ON COLUMN stories.status IS 'live, or gone when its page last answered 404 or 410.';

CREATE TABLE versions (
  version_id VARCHAR,
  story_id VARCHAR,
  version_no INTEGER,
  site VARCHAR,
  language VARCHAR,
  update_no INTEGER,
  update_label VARCHAR,
  headline VARCHAR,
  headline_printed VARCHAR,
  lead VARCHAR,
  body VARCHAR USING COMPRESSION zstd,
  caption VARCHAR,
  section VARCHAR,
  place VARCHAR,
  published_at TIMESTAMPTZ,
  utc_offset VARCHAR,
  modified_at TIMESTAMPTZ,
  seen_at TIMESTAMPTZ,
  url VARCHAR,
  origin VARCHAR,
  content_hash VARCHAR,
  body_hash VARCHAR,
  reason VARCHAR,
  is_latest BOOLEAN,
  page_id VARCHAR,
  parser VARCHAR
);
COMMENT ON TABLE versions IS 'One row per version of a story: each distinct text, numbered by publication order, never by order of arrival.';
COMMENT ON COLUMN versions.version_id IS 'The version: a hash of site, page and words.';
COMMENT ON COLUMN versions.story_id IS 'Its story.';
COMMENT ON COLUMN versions.version_no IS 'Its number within the story, 1 = the earliest known.';
COMMENT ON COLUMN versions.site IS 'The language edition of the outlet.';
COMMENT ON COLUMN versions.language IS 'The language of the text.';
COMMENT ON COLUMN versions.update_no IS '0 = the original, n = UPDATED-n; NULL if unknown.';
COMMENT ON COLUMN versions.update_label IS 'The update mark as printed; NULL if there is none.';
COMMENT ON COLUMN versions.headline IS 'The headline without its update mark.';
COMMENT ON COLUMN versions.headline_printed IS 'The headline as printed, mark included.';
COMMENT ON COLUMN versions.lead IS 'The summary the page sets apart from the body; NULL if there is none.';
COMMENT ON COLUMN versions.body IS 'The cleaned text, paragraphs parted by a blank line; captions, credits and clock lines are not part of it.';
COMMENT ON COLUMN versions.caption IS 'Captions and credits of pictures, parted by a blank line; NULL if there are none.';
COMMENT ON COLUMN versions.section IS 'The site''s section or category as printed.';
COMMENT ON COLUMN versions.place IS 'The place of the dateline as printed.';
COMMENT ON COLUMN versions.published_at IS 'When this version was published, by the page or by its clock line; NULL if it does not say.';
COMMENT ON COLUMN versions.utc_offset IS 'The offset of the printed time, such as +04:00.';
COMMENT ON COLUMN versions.modified_at IS 'When the page says it was last modified; NULL if it does not say.';
COMMENT ON COLUMN versions.seen_at IS 'When these words were first fetched.';
COMMENT ON COLUMN versions.url IS 'Address of the page that carried them.';
COMMENT ON COLUMN versions.origin IS 'page = fetched as a page; embedded = carried below a mark by a later page.';
COMMENT ON COLUMN versions.content_hash IS 'Hash of headline and words.';
COMMENT ON COLUMN versions.body_hash IS 'Hash of the words alone: equal for equal texts at other addresses.';
COMMENT ON COLUMN versions.reason IS 'Why this version belongs to its story, in words.';
COMMENT ON COLUMN versions.is_latest IS 'Whether it is its story''s newest version.';
COMMENT ON COLUMN versions.page_id IS 'The fetch that first brought it.';
COMMENT ON COLUMN versions.parser IS 'The layout and rules that read it.';

CREATE TABLE passages (
  version_id VARCHAR,
  position INTEGER,
  role VARCHAR,
  words VARCHAR USING COMPRESSION zstd,
  statement_id VARCHAR,
  statement_ids VARCHAR[],
  story_id VARCHAR
);
COMMENT ON TABLE passages IS 'Every paragraph of every version, exactly once, in order: statements plus the rest are the whole text.';
COMMENT ON COLUMN passages.version_id IS 'The version.';
COMMENT ON COLUMN passages.position IS 'Place of the paragraph in the version, from 1.';
COMMENT ON COLUMN passages.role IS 'What the paragraph does: lead, narration, heading, label, separator, statement, question, quote, caption, credit, clock, direction, background, dateline, tail.';
COMMENT ON COLUMN passages.words IS 'The paragraph as printed.';
COMMENT ON COLUMN passages.statement_id IS 'The statement it gives words to (the first, if several); NULL if none.';
COMMENT ON COLUMN passages.statement_ids IS 'All statements it gives words to, in order.';
COMMENT ON COLUMN passages.story_id IS 'The version''s story.';

CREATE TABLE statement_history (
  statement_id VARCHAR,
  story_id VARCHAR,
  version_id VARCHAR,
  version_no INTEGER,
  update_no INTEGER,
  site VARCHAR,
  language VARCHAR,
  url VARCHAR,
  headline VARCHAR,
  position INTEGER,
  speaker VARCHAR,
  speaker_key VARCHAR,
  speaker_printed VARCHAR,
  role VARCHAR,
  kind VARCHAR,
  how VARCHAR,
  words VARCHAR USING COMPRESSION zstd,
  word_count INTEGER,
  change VARCHAR,
  published_at TIMESTAMPTZ,
  seen_at TIMESTAMPTZ,
  first_published_at TIMESTAMPTZ,
  revisions INTEGER,
  is_latest BOOLEAN,
  paragraphs VARCHAR[] GENERATED ALWAYS AS (string_split(words, chr(10) || chr(10))) VIRTUAL
);
COMMENT ON TABLE statement_history IS 'Every statement of every version, and what happened to it there. The newest versions'' rows are the view statements.';
COMMENT ON COLUMN statement_history.statement_id IS 'The statement, the same in every version it stands in: a hash of the version it first stands in and its position there.';
COMMENT ON COLUMN statement_history.story_id IS 'Its story.';
COMMENT ON COLUMN statement_history.version_id IS 'The version of this row.';
COMMENT ON COLUMN statement_history.version_no IS 'That version''s number, 1 = the earliest known.';
COMMENT ON COLUMN statement_history.update_no IS 'That version''s update number; NULL if unknown.';
COMMENT ON COLUMN statement_history.site IS 'The language edition of the outlet.';
COMMENT ON COLUMN statement_history.language IS 'The language of the words.';
COMMENT ON COLUMN statement_history.url IS 'Address of the page that carried the version.';
COMMENT ON COLUMN statement_history.headline IS 'The version''s headline without its update mark.';
COMMENT ON COLUMN statement_history.position IS 'Place among the version''s statements, from 1; NULL for a withdrawn one.';
COMMENT ON COLUMN statement_history.speaker IS 'Full name as best known from the page; NULL if the page does not say.';
COMMENT ON COLUMN statement_history.speaker_key IS 'The person, joined across stories by the register; NULL if unsure.';
COMMENT ON COLUMN statement_history.speaker_printed IS 'The label, heading or phrase that named the speaker here.';
COMMENT ON COLUMN statement_history.role IS 'The speaker''s office or function as printed at its fullest.';
COMMENT ON COLUMN statement_history.kind IS 'statement, turn, question, answer or quote.';
COMMENT ON COLUMN statement_history.how IS 'The rule that attributed it, or why nobody is named.';
COMMENT ON COLUMN statement_history.words IS 'Paragraphs joined by a blank line, without opening dash, label or quotation marks. A withdrawn row has the words it last had.';
COMMENT ON COLUMN statement_history.word_count IS 'How many words, by white space.';
COMMENT ON COLUMN statement_history.change IS 'first | unchanged | edited | withdrawn, against the version before.';
COMMENT ON COLUMN statement_history.published_at IS 'When the version was published; NULL if unknown.';
COMMENT ON COLUMN statement_history.seen_at IS 'When the version was first fetched.';
COMMENT ON COLUMN statement_history.first_published_at IS 'When the first version with this statement was published.';
COMMENT ON COLUMN statement_history.revisions IS 'How often the words had been changed by then.';
COMMENT ON COLUMN statement_history.is_latest IS 'Whether this is the story''s newest version.';
COMMENT ON COLUMN statement_history.paragraphs IS 'The words, paragraph by paragraph.';

CREATE TABLE story_aliases (
  old_story_id VARCHAR,
  story_id VARCHAR,
  since TIMESTAMPTZ
);
COMMENT ON TABLE story_aliases IS 'Ids that other pages of a story would have given it, or that it had before an earlier page turned up; commands accept them.';
COMMENT ON COLUMN story_aliases.old_story_id IS 'The other id.';
COMMENT ON COLUMN story_aliases.story_id IS 'The story it leads to.';
COMMENT ON COLUMN story_aliases.since IS 'When the page that gives this id was first fetched.';

CREATE TABLE runs (
  run_id VARCHAR,
  flow VARCHAR,
  started_at TIMESTAMPTZ,
  finished_at TIMESTAMPTZ,
  state VARCHAR,
  sites VARCHAR[],
  pages INTEGER,
  versions INTEGER,
  statements INTEGER,
  message VARCHAR
);
COMMENT ON TABLE runs IS 'One row per run of the pipeline.';
COMMENT ON COLUMN runs.run_id IS 'The run.';
COMMENT ON COLUMN runs.flow IS 'ingest, backfill, reparse, rebuild or demo.';
COMMENT ON COLUMN runs.started_at IS 'When it began.';
COMMENT ON COLUMN runs.finished_at IS 'When it ended; NULL while it runs, or if it was killed.';
COMMENT ON COLUMN runs.state IS 'running, done, findings, failed or interrupted.';
COMMENT ON COLUMN runs.sites IS 'The sites it was for.';
COMMENT ON COLUMN runs.pages IS 'Pages fetched or read.';
COMMENT ON COLUMN runs.versions IS 'New versions stored.';
COMMENT ON COLUMN runs.statements IS 'New statements stored.';
COMMENT ON COLUMN runs.message IS 'What it came to, in a sentence.';

CREATE TABLE pages (
  page_id VARCHAR,
  run_id VARCHAR,
  site VARCHAR,
  url VARCHAR,
  final_url VARCHAR,
  fetched_at TIMESTAMPTZ,
  http_status INTEGER,
  outcome VARCHAR,
  detail VARCHAR,
  sha256 VARCHAR,
  bytes BIGINT,
  warc_file VARCHAR,
  warc_offset BIGINT,
  etag VARCHAR,
  last_modified VARCHAR
);
COMMENT ON TABLE pages IS 'One row per fetch, each with exactly one outcome.';
COMMENT ON COLUMN pages.page_id IS 'The fetch: a hash of address, time and bytes.';
COMMENT ON COLUMN pages.run_id IS 'The run that fetched it.';
COMMENT ON COLUMN pages.site IS 'The site it was fetched for.';
COMMENT ON COLUMN pages.url IS 'What was asked for.';
COMMENT ON COLUMN pages.final_url IS 'What answered, after redirects.';
COMMENT ON COLUMN pages.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN pages.http_status IS 'The status of the answer; NULL if nobody answered.';
COMMENT ON COLUMN pages.outcome IS 'stored, unchanged, same words, no statements, not an article, blocked, layout changed, gone, unreachable or refused.';
COMMENT ON COLUMN pages.detail IS 'Why, in a sentence; NULL if there is nothing to say.';
COMMENT ON COLUMN pages.sha256 IS 'Hash of the body as received; NULL if there was none.';
COMMENT ON COLUMN pages.bytes IS 'Size of the body as received.';
COMMENT ON COLUMN pages.warc_file IS 'The file of the archive that keeps the body.';
COMMENT ON COLUMN pages.warc_offset IS 'Where in that file its record begins.';
COMMENT ON COLUMN pages.etag IS 'The ETag the site sent, to ask again with.';
COMMENT ON COLUMN pages.last_modified IS 'The Last-Modified the site sent, to ask again with.';

CREATE TABLE pipeline.readings (
  reading_id VARCHAR,
  site VARCHAR,
  page_key VARCHAR,
  content_hash VARCHAR,
  fetched_at TIMESTAMPTZ,
  page_id VARCHAR,
  reading BLOB USING COMPRESSION uncompressed
);
COMMENT ON TABLE pipeline.readings IS 'What the bytes of pages say: one row per page and distinct words; of equal ones the earliest fetch''s. Only grows.';
COMMENT ON COLUMN pipeline.readings.reading_id IS 'Hash of page, origin and words.';
COMMENT ON COLUMN pipeline.readings.site IS 'The site.';
COMMENT ON COLUMN pipeline.readings.page_key IS 'The page: site and native id, else site and canonical address.';
COMMENT ON COLUMN pipeline.readings.content_hash IS 'Hash of headline and words.';
COMMENT ON COLUMN pipeline.readings.fetched_at IS 'When the page was fetched that this reading is of.';
COMMENT ON COLUMN pipeline.readings.page_id IS 'That fetch.';
COMMENT ON COLUMN pipeline.readings.reading IS 'The reading as zlib-compressed JSON: storage/packed.py.';

CREATE TABLE pipeline.traces (
  trace BIGINT,
  day DATE,
  reading_id VARCHAR
);
COMMENT ON TABLE pipeline.traces IS 'A handful of hashes a reading; two readings of one story share at least one. Joined against, never scanned for text.';
COMMENT ON COLUMN pipeline.traces.trace IS 'A hash of the page''s key, its headline or one of its paragraphs.';
COMMENT ON COLUMN pipeline.traces.day IS 'The day (UTC) the reading was published, NULL if unknown: two pages of one story are no week apart.';
COMMENT ON COLUMN pipeline.traces.reading_id IS 'The reading.';

CREATE TABLE pipeline.membership (
  page_key VARCHAR,
  story_id VARCHAR
);
COMMENT ON TABLE pipeline.membership IS 'Which story each page tells now.';
COMMENT ON COLUMN pipeline.membership.page_key IS 'The page.';
COMMENT ON COLUMN pipeline.membership.story_id IS 'Its story.';

CREATE TABLE pipeline.observations (
  page_id VARCHAR,
  page_key VARCHAR,
  url VARCHAR,
  fetched_at TIMESTAMPTZ,
  gone BOOLEAN,
  content_hashes VARCHAR[]
);
COMMENT ON TABLE pipeline.observations IS 'What each fetch of an article''s page carried: one row per fetch. Only grows.';
COMMENT ON COLUMN pipeline.observations.page_id IS 'The fetch.';
COMMENT ON COLUMN pipeline.observations.page_key IS 'The page; NULL for one that is gone, which is known by its address only.';
COMMENT ON COLUMN pipeline.observations.url IS 'What was asked for.';
COMMENT ON COLUMN pipeline.observations.fetched_at IS 'When.';
COMMENT ON COLUMN pipeline.observations.gone IS 'Whether the site answered 404 or 410.';
COMMENT ON COLUMN pipeline.observations.content_hashes IS 'The readings it carried, the page''s own first.';

CREATE TABLE pipeline.composed (
  story_id VARCHAR,
  digest VARCHAR
);
COMMENT ON TABLE pipeline.composed IS 'A digest of each story''s rows as written, so that a story that did not change is not written again.';
COMMENT ON COLUMN pipeline.composed.story_id IS 'The story.';
COMMENT ON COLUMN pipeline.composed.digest IS 'Digest of its versions and statements.';

CREATE TABLE pipeline.slices (
  site VARCHAR,
  day DATE,
  run_id VARCHAR,
  done_at TIMESTAMPTZ,
  pages INTEGER
);
COMMENT ON TABLE pipeline.slices IS 'Days a backfill has finished.';
COMMENT ON COLUMN pipeline.slices.site IS 'The site.';
COMMENT ON COLUMN pipeline.slices.day IS 'The publication day, in the site''s zone.';
COMMENT ON COLUMN pipeline.slices.run_id IS 'The run that finished it.';
COMMENT ON COLUMN pipeline.slices.done_at IS 'When.';
COMMENT ON COLUMN pipeline.slices.pages IS 'Pages the day named.';

CREATE TABLE pipeline.tombstones (
  url VARCHAR,
  page_key VARCHAR,
  forgotten_at TIMESTAMPTZ,
  reason VARCHAR
);
COMMENT ON TABLE pipeline.tombstones IS 'Addresses whose words were removed on request; later runs respect them.';
COMMENT ON COLUMN pipeline.tombstones.url IS 'The address.';
COMMENT ON COLUMN pipeline.tombstones.page_key IS 'The page it was, so that another address of it is respected too; NULL if unknown.';
COMMENT ON COLUMN pipeline.tombstones.forgotten_at IS 'When it was forgotten.';
COMMENT ON COLUMN pipeline.tombstones.reason IS 'Why.';

CREATE TABLE pipeline.archive_positions (
  warc_file VARCHAR,
  position BIGINT
);
COMMENT ON TABLE pipeline.archive_positions IS 'How far each archive file has been stored: what lies behind is the tail a kill left.';
COMMENT ON COLUMN pipeline.archive_positions.warc_file IS 'The file, as in pages.';
COMMENT ON COLUMN pipeline.archive_positions.position IS 'Offset of the last record that is in the database.';

CREATE TABLE pipeline.register (
  speaker_key VARCHAR,
  name VARCHAR,
  wikidata VARCHAR
);
COMMENT ON TABLE pipeline.register IS 'The register of people as last applied.';
COMMENT ON COLUMN pipeline.register.speaker_key IS 'The person.';
COMMENT ON COLUMN pipeline.register.name IS 'The name to show.';
COMMENT ON COLUMN pipeline.register.wikidata IS 'The person''s Wikidata id; NULL if unsure.';

CREATE TABLE pipeline.state (
  name VARCHAR,
  value VARCHAR
);
COMMENT ON TABLE pipeline.state IS 'Small facts about the store itself.';
COMMENT ON COLUMN pipeline.state.name IS 'What: register = digest of the register that speaker_key was made with.';
COMMENT ON COLUMN pipeline.state.value IS 'Its value.';
