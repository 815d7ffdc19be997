-- What was published or updated on a day? Every version of the newest day of the record, in order.
SELECT published_at, site, headline, version_no, update_label, origin, reason
FROM versions
WHERE published_at::DATE = (SELECT max(published_at)::DATE FROM versions)
ORDER BY published_at, site, version_no;
