-- What the scheduled runs got of each site since $since: fetches, new articles, what they held, how late they were seen.
-- Backfills are left out: they say nothing of today. `new_articles` are addresses never read before. Lags in minutes.
WITH asked AS (
  SELECT p.* FROM pages p JOIN runs r USING (run_id)
  WHERE p.fetched_at >= $since AND r.flow NOT IN ('backfill', 'reparse', 'rebuild')
),
first_read AS (
  SELECT site, url, min(fetched_at) AS at FROM pages
  WHERE outcome IN ('stored', 'same words', 'no statements') GROUP BY site, url
),
brought AS (
  SELECT a.site, a.outcome, v.published_at, v.version_no, date_diff('second', v.published_at, v.seen_at) / 60.0 AS lag
  FROM asked a JOIN versions v USING (page_id) WHERE v.origin = 'page'
),
versions_of AS (
  SELECT site, count(*) AS versions, count(*) FILTER (outcome = 'stored') AS with_statements,
    count(published_at) AS with_date,
    median(lag) FILTER (lag >= 0) AS lag_median, max(lag) FILTER (lag >= 0) AS lag_max
  FROM brought GROUP BY site
)
SELECT
  a.site,
  count(*) AS pages,
  count(DISTINCT a.url) FILTER (f.at >= $since) AS new_articles,
  coalesce(any_value(v.versions), 0) AS versions,
  coalesce(any_value(v.with_statements), 0) AS with_statements,
  coalesce(any_value(v.with_date), 0) AS with_date,
  count(DISTINCT a.url) FILTER (a.outcome = 'layout changed') AS layout_changed,
  arg_max(a.detail, a.fetched_at) FILTER (a.outcome = 'layout changed') AS layout_detail,
  arg_max(a.warc_file || ' at ' || a.warc_offset, a.fetched_at) FILTER (a.outcome = 'layout changed') AS layout_kept,
  arg_max(a.url, a.fetched_at) FILTER (a.outcome = 'layout changed') AS layout_url,
  count(*) FILTER (a.outcome IN ('blocked', 'unreachable', 'refused')) AS failures,
  max(a.fetched_at) AS last_fetch,
  round(any_value(v.lag_median), 1) AS lag_median,
  round(any_value(v.lag_max), 1) AS lag_max
FROM asked a
LEFT JOIN first_read f ON f.site = a.site AND f.url = a.url AND a.outcome IN ('stored', 'same words', 'no statements')
LEFT JOIN versions_of v ON v.site = a.site
GROUP BY a.site
ORDER BY a.site
