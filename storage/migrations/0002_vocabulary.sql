-- Which words are said on which day, so that a search for a rare word reads the days that have it and no others.

CREATE TABLE pipeline.vocabulary (
  day DATE,
  words VARCHAR USING COMPRESSION zstd
);
COMMENT ON TABLE pipeline.vocabulary IS 'The words that are said in the statements of each day, each once; made when the record is published. It may hold words that are not said any more, and lacks none: storage/vocabulary.py.';
COMMENT ON COLUMN pipeline.vocabulary.day IS 'The day (UTC) the statements were published.';
COMMENT ON COLUMN pipeline.vocabulary.words IS 'Some of the day''s words with their case folded, a blank before and behind each.';

CREATE TABLE pipeline.vocabulary_days (
  day DATE,
  digest VARCHAR
);
COMMENT ON TABLE pipeline.vocabulary_days IS 'The days whose vocabulary is whole, and of what.';
COMMENT ON COLUMN pipeline.vocabulary_days.day IS 'The day.';
COMMENT ON COLUMN pipeline.vocabulary_days.digest IS 'Digest of the stories whose words it has.';
