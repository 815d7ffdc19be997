"""The rows a story is made of: what compose() returns and storage writes. Frozen, like every record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scrapers.records import Outcome, Reading, Statement

Change = Literal["first", "unchanged", "edited", "withdrawn"]
"""What happened to a statement in one version."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One statement in one version. A `withdrawn` entry carries the words and speaker it last had.

    `position` counts the version's statements from 1; it is None for a withdrawn one.
    """

    statement_id: str
    position: int | None
    change: Change
    statement: Statement


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a story. `history` has an entry for each of its statements, in order, then the withdrawn ones.

    `version_no` counts from 1, the earliest known. `seen_at` is when these words were first fetched. `page_id` names
    that fetch. `reason` says in words why the version belongs to its story. `passage_statements` gives, for each
    passage of the reading, the statement_ids it gives words to.
    """

    version_id: str
    version_no: int
    reading: Reading
    published_at: datetime | None
    update_no: int | None
    update_label: str | None
    headline: str
    headline_printed: str
    seen_at: datetime
    page_id: str
    reason: str
    is_latest: bool
    history: tuple[HistoryEntry, ...]
    passage_statements: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class StatementLife:
    """What a story's whole life says of one statement of its newest version."""

    statement_id: str
    first_published_at: datetime | None
    revisions: int


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands now, its versions from the earliest to the newest, and the statements of the newest.

    `aliases` are (old id, since): ids other pages of the story would have given it. `outcomes` corrects the outcome
    of each observed fetch (`stored`, `no statements` or `same words`), because that depends on its neighbours in time
    and never on the order of arrival.
    """

    story_id: str
    site: str
    language: str
    url: str
    headline: str
    section: str | None
    published_at: datetime | None
    updated_at: datetime | None
    update_no: int | None
    update_label: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    status: Literal["live", "gone"]
    versions: tuple[Version, ...]
    lives: tuple[StatementLife, ...]
    aliases: tuple[tuple[str, datetime], ...]
    outcomes: tuple[tuple[str, Outcome], ...]
