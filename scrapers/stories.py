"""A story is a function of what was seen: compose() makes all its rows from its readings and its fetches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from scrapers.records import Observation, Outcome, Reading
from scrapers.same_story import same_story, traces
from scrapers.story_records import HistoryEntry, StatementLife, Story, Version
from scrapers.survival import Lives
from scrapers.versions import Draft, ordered
from scrapers.words import digest

__all__ = ["compose", "same_story", "story_id", "traces"]


def story_id(site: str, page_key: str) -> str:
    """The id a story has whose earliest page is this one."""
    return digest("story", site, page_key)


def compose(readings: Iterable[Reading], observations: Iterable[Observation]) -> Story:
    """The rows of one story: a function of the two sets, whatever their order.

    Raises ValueError if no observation carries any of the readings, KeyError if one carries a reading not given.
    """
    fetches = sorted(set(observations), key=lambda o: (o.fetched_at, o.page_id))
    drafts = ordered(readings, fetches)
    if not drafts:
        raise ValueError("a story needs at least one fetch that carried one of its readings")
    lives = Lives()
    versions = tuple(_versions(drafts, lives))
    newest = versions[-1]
    name, aliases = _names(drafts, fetches)
    seen = [fetch.fetched_at for fetch in fetches if not fetch.gone]
    return Story(
        story_id=name,
        site=newest.reading.site,
        language=newest.reading.language,
        url=newest.reading.url,
        headline=newest.headline,
        section=next((d.reading.section for d in reversed(drafts) if d.reading.section), None),
        published_at=versions[0].published_at,
        updated_at=newest.published_at,
        update_no=newest.update_no,
        update_label=newest.update_label,
        first_seen_at=min(seen),
        last_seen_at=max(seen),
        status=_status(newest, fetches),
        versions=versions,
        lives=tuple(_lives(versions, lives)),
        aliases=aliases,
        outcomes=tuple(_outcomes(versions, fetches)),
    )


def _versions(drafts: Sequence[Draft], lives: Lives) -> Iterator[Version]:
    for number, draft in enumerate(drafts, start=1):
        statements = draft.reading.split.statements
        history = lives.follow(draft.version_id, number, statements)
        yield Version(
            version_id=draft.version_id,
            version_no=number,
            reading=draft.reading,
            published_at=draft.published_at,
            update_no=draft.update_no,
            update_label=draft.reading.update_label,
            headline=draft.reading.headline,
            headline_printed=draft.reading.headline_printed,
            seen_at=draft.seen_at,
            page_id=draft.page_id,
            reason=_reason(drafts, number - 1),
            is_latest=number == len(drafts),
            history=history,
            passage_statements=_passage_statements(draft.reading, history),
        )


def _passage_statements(reading: Reading, history: Sequence[HistoryEntry]) -> tuple[tuple[str, ...], ...]:
    names = [entry.statement_id for entry in history if entry.position is not None]
    return tuple(tuple(names[index] for index in passage.statements) for passage in reading.split.passages)


def _reason(drafts: Sequence[Draft], index: int) -> str:
    """Why a version is of this story: by the nearest version before it that says so, else by any other."""
    reading = drafts[index].reading
    if reading.origin == "embedded":
        return f"an earlier version that {reading.url} carries below a clock line"
    if index == 0:
        return "the earliest version known"
    others = [*reversed(drafts[:index]), *drafts[index + 1 :]]
    for other in (draft.reading for draft in others):
        reason = same_story(reading, other)
        if reason:
            return reason if other.page_key == reading.page_key else f"{reason}: {other.url}"
    return "a page of the story at another time was of the same story"


def _names(drafts: Sequence[Draft], fetches: Sequence[Observation]) -> tuple[str, tuple[tuple[str, datetime], ...]]:
    """The story's id, by its earliest page, and the ids its other pages would have given it, since both were known."""
    site = drafts[0].reading.site
    earliest = drafts[0].reading.page_key
    first_seen: dict[str, datetime] = {}
    for fetch in fetches:
        if fetch.content_hashes:
            first_seen.setdefault(fetch.page_key, fetch.fetched_at)
    others = sorted(first_seen.keys() - {earliest})
    since = {page: max(first_seen[page], first_seen[earliest]) for page in others}
    return story_id(site, earliest), tuple((story_id(site, page), since[page]) for page in others)


def _status(newest: Version, fetches: Iterable[Observation]) -> Literal["live", "gone"]:
    """Gone when the newest version's page was gone when it was last asked for."""
    last = [fetch for fetch in fetches if fetch.page_key == newest.reading.page_key][-1]
    return "gone" if last.gone else "live"


def _lives(versions: Sequence[Version], lives: Lives) -> Iterator[StatementLife]:
    for entry in versions[-1].history:
        if entry.position is not None:
            first = versions[lives.first[entry.statement_id] - 1]
            yield StatementLife(entry.statement_id, first.published_at, lives.edits[entry.statement_id])


def _outcomes(versions: Iterable[Version], fetches: Iterable[Observation]) -> Iterator[tuple[str, Outcome]]:
    """What each fetch that carried words brought: a version, a version in which nobody speaks, or nothing new."""
    brought: dict[str, bool] = {}
    for version in versions:
        speaks = bool(version.reading.split.statements)
        brought[version.page_id] = brought.get(version.page_id, False) or speaks
    for fetch in fetches:
        if fetch.content_hashes:
            outcome: Outcome = "stored" if brought.get(fetch.page_id) else "no statements"
            yield fetch.page_id, outcome if fetch.page_id in brought else "same words"
