-- The table the demo ends with: every statement of every story as it stands now, in the order of the day.
SELECT strftime(published_at AT TIME ZONE 'Asia/Baku', '%H:%M') AS clock, site, speaker, role, kind, words, revisions
FROM statements
ORDER BY published_at, headline, position
