"""docs/SITES.md, made from the site files: `python -m scrapers.sites_table > docs/SITES.md`; a test compares them."""

from __future__ import annotations

from scrapers.site import Site, sites

_HEAD = """# Sites

One row an edition. `checked` says what its selectors were checked against: real pages, or only facts that others
published. A site never seen as HTML is a good guess backed by JSON-LD, OpenGraph and microdata; `onrecord sites try`
shows which one matched on a page, and the site's floors fail a run when none does. Any other host is read by the
generic layout.

This table is made from `scrapers/sites/*.py`: `python -m scrapers.sites_table > docs/SITES.md`.

`backfill` says how `onrecord backfill SITE --since --until` finds a span: by the site's day archive, by walking its
listing back, or not at all (give `--urls`, `--warc` or `--wayback`). In part: a script fills the archive's pages, so a
day may have more than they name. No such day is noted as done, and the backfill says so and ends with exit code 3.

| site | title | language | zone | found by | backfill | checked |
|---|---|---|---|---|---|---|
"""


def table() -> str:
    """The whole page, as Markdown."""
    return _HEAD + "".join(map(_row, sites().values()))


def _row(site: Site) -> str:
    ways = (("feed", site.feeds), ("sitemap", site.sitemaps), ("listing", site.listings), ("day archive", site.days))
    found_by = ", ".join(name for name, given in ways if given) or "addresses given"
    walked = any("{page}" in listing.url for listing in site.listings)
    by_day = "by day" if site.days_are_whole else "by day, in part"
    backfill = by_day if site.days else "by listing" if walked else "-"
    cells = (f"[{site.name}]({site.home})", site.title, site.language, site.zone, found_by, backfill, site.checked)
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(table(), end="")
