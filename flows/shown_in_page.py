"""What a run shows in Prefect's web page: its outcomes a site as a table, who said what as a list. No Prefect."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from flows.queries import query
from flows.report import RunReport
from storage.database import reader
from storage.problems import StoreProblem

MOST_STATEMENTS = 100
MOST_WORDS = 40

Row = Mapping[str, object]


def outcome_table(report: RunReport) -> list[dict[str, object]]:
    """A row a site: its counts by outcome, what is new, and what it owes."""
    outcomes = sorted({outcome for site in report.sites for outcome in site.outcomes})
    return [
        {
            "site": site.site,
            "found": site.found,
            "pages": site.pages,
            **{outcome: site.outcomes.get(outcome, 0) for outcome in outcomes},
            "new versions": site.new_versions,
            "new statements": site.new_statements,
            "edited": site.edited,
            "withdrawn": site.withdrawn,
            "findings": "; ".join(site.findings),
        }
        for site in report.sites
    ]


def said_in_run(data: Path, run_id: str) -> list[dict[str, object]]:
    """The statements a run brought or found changed, from the published copy; none where nothing is published."""
    try:
        with reader(data) as con:
            found = con.execute(query("said_in_run"), {"run_id": run_id, "most": MOST_STATEMENTS})
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except StoreProblem:
        return []


def said_markdown(rows: Sequence[Row]) -> str:
    """Statements as a Markdown list, each with its change, its speaker and a link to its page.

    The words come from the web: whatever Markdown or HTML could read in them is taken out of its hands.
    """
    return "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    speaker = plain(str(row["speaker"] or "unattributed"))
    headline = plain(str(row["headline"] or row["url"]))
    return (
        f"- *{row['change']}* **{speaker}**: {plain(_short(str(row['words'])))} ([{headline}]({link(str(row['url']))}))"
    )


def _short(words: str) -> str:
    found = words.split()
    return " ".join(found[:MOST_WORDS]) + (" …" if len(found) > MOST_WORDS else "")


def plain(words: str) -> str:
    r"""Words that Markdown shows as they are, on one line.

    >>> plain("a *b* [c](d) <e>")
    'a \\*b\\* \\[c\\](d) &lt;e&gt;'
    """
    words = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", words)


def link(url: str) -> str:
    """A web address that cannot leave a Markdown link; `#` for anything that is no web address."""
    return quote(url, safe=":/?&=%#@,;+~!$'-._") if url.startswith(("http://", "https://")) else "#"
