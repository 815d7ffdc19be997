"""What a run did, site by site: counts per outcome, floors missed, and from them the state and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

State = Literal["completed", "completed with failures", "failed", "interrupted"]

FAILURES = frozenset({"blocked", "layout changed", "unreachable", "refused"})
"""Outcomes that mean a page should have been had and was not."""


def lacking(url: str, detail: str) -> str:
    """What was looked for on a page and not found: its `detail` without its address and what to type.

    >>> lacking("http://a.test/1", "http://a.test/1 is an article by its address, but no words stand at p; see: …")
    'no words stand at p'
    """
    said = detail.partition("; see: ")[0].removeprefix(url).lstrip(": ")
    return said.removeprefix("is an article by its address, but ")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site's part of a run. `findings` are sentences that make the run fail: floors missed, a site not reached.

    `notes` are sentences worth telling of work that has no pages to count, or of findings that are warnings only.
    """

    site: str
    outcomes: Mapping[str, int] = field(default_factory=Counter)
    found: int = 0
    new_versions: int = 0
    new_statements: int = 0
    edited: int = 0
    withdrawn: int = 0
    stories: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many fetches the site had."""
        return sum(self.outcomes.values())

    @property
    def failed_pages(self) -> int:
        """How many of them ended without what was asked for."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in FAILURES)


@dataclass(frozen=True, slots=True)
class RunReport:
    """A whole run. `findings` holds what belongs to no single site (a failed check)."""

    run_id: str
    flow: str
    started_at: datetime
    finished_at: datetime
    sites: tuple[SiteReport, ...]
    findings: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def state(self) -> State:
        """The truth in one word: `failed` when a site missed what it owes, whatever else was stored."""
        if self.interrupted:
            return "interrupted"
        if self.findings or any(site.findings for site in self.sites):
            return "failed"
        return "completed with failures" if any(site.failed_pages for site in self.sites) else "completed"

    @property
    def exit_code(self) -> int:
        """0 all well, 3 done with findings."""
        return 0 if self.state == "completed" else 3

    @property
    def message(self) -> str:
        """One line for the `runs` table, the log and Prefect's state."""
        counts: Counter[str] = Counter()
        for site in self.sites:
            counts.update(site.outcomes)
        parts = [f"{sum(counts.values())} pages"]
        parts += [f"{count} {outcome}" for outcome, count in sorted(counts.items(), key=lambda x: -x[1])]
        parts.append(f"{sum(s.new_versions for s in self.sites)} new versions")
        parts.append(f"{sum(s.new_statements for s in self.sites)} new statements")
        findings = [*self.findings, *(f"{site.site}: {text}" for site in self.sites for text in site.findings)]
        notes = [note for site in self.sites for note in site.notes]
        return "; ".join([*([", ".join(parts)] if counts or not notes else []), *findings, *notes])
