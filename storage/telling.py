"""Which stories a batch touches, and those stories told anew from everything the store remembers of their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from scrapers.records import Observation, Reading
from scrapers.stories import compose, same_story, traces
from scrapers.story_records import Story
from storage.candidates import candidates
from storage.readings import Seen, address_checks, observations_of, readings_named, readings_of
from storage.tables import rows_given


@dataclass(frozen=True, slots=True)
class Told:
    """What a batch makes of the stories it touches: each page's story (page_key, story_id) so far, the stories now, and
    each page's story now."""

    was: frozenset[tuple[str, str]]
    stories: tuple[Story, ...]
    membership: frozenset[tuple[str, str]]

    @property
    def before(self) -> frozenset[str]:
        """The ids of the stories so far."""
        return frozenset(story_id for _, story_id in self.was)


def told(
    con: duckdb.DuckDBPyConnection,
    touched: Collection[str],
    changed: Mapping[str, Seen],
    observed: Iterable[Observation] = (),
) -> Told:
    """The stories of the pages `touched` (page keys), and those that the readings `changed` (new, or read anew) join.

    `observed` are the fetches that carried those: of a page without a story so far there are no others.
    A story is a connected component of same_story, which holds only between readings that share a trace: so looking
    up the traces of what changed finds every story it may join, and no other story can be concerned.
    """
    was = _membership(con, _stories_of(con, {*touched, *_neighbours(con, changed)}))
    stored = {page_key for page_key, _ in was}
    readings = readings_of(con, stored) + [seen for seen in changed.values() if seen.reading.page_key not in stored]
    observations = observations_of(con, stored) + [seen for seen in observed if seen.page_key not in stored]
    checks = _by_url(address_checks(con, {seen.url for seen in observations}))
    stories, membership = [], []
    for keys in together(seen.reading for seen in readings):
        own = [seen for seen in observations if seen.page_key in keys]
        story = _composed([seen for seen in readings if seen.reading.page_key in keys], own, checks)
        stories.append(story)
        membership += [(key, story.story_id) for key in sorted(keys)]
    return Told(was, tuple(stories), frozenset(membership))


def with_a_story(con: duckdb.DuckDBPyConnection, page_keys: Collection[str]) -> frozenset[str]:
    """Those of these pages that tell a story so far; of no others any reading is kept."""
    if not page_keys:
        return frozenset()
    query = "SELECT page_key FROM pipeline.membership SEMI JOIN given USING (page_key)"
    return frozenset(key for (key,) in rows_given(con, query, page_key=page_keys))


def together(readings: Iterable[Reading]) -> list[frozenset[str]]:
    """The pages (page keys) of each story among these readings: the connected components of same_story."""
    leader: dict[str, str] = {}
    with_trace: dict[int, list[Reading]] = defaultdict(list)

    def first(page: str) -> str:
        while leader.setdefault(page, page) != page:
            leader[page] = leader[leader[page]]
            page = leader[page]
        return page

    for reading in readings:
        own = first(reading.page_key)
        for other in (other for trace in traces(reading) for other in with_trace[trace]):
            if first(own) != first(other.page_key) and same_story(reading, other):
                leader[first(own)] = first(other.page_key)
        for trace in traces(reading):
            with_trace[trace].append(reading)
    stories: dict[str, set[str]] = defaultdict(set)
    for page in leader:
        stories[first(page)].add(page)
    return sorted(map(frozenset, stories.values()), key=sorted)


def _composed(
    seen: Iterable[Seen], observations: Sequence[Observation], checks: Mapping[str, Sequence[Observation]]
) -> Story:
    """One story from its readings, the fetches that carried them, and later checks of the same addresses."""
    page_of = {observation.url: observation.page_key for observation in observations}
    checked = [replace(c, page_key=page_of[url]) for url in sorted(page_of) for c in checks.get(url, ())]
    gone = [check for check in checked if check.gone]
    story = compose(tuple(one.reading for one in seen), (*observations, *gone))
    return replace(story, last_seen_at=max([story.last_seen_at, *(c.fetched_at for c in checked if not c.gone)]))


def _neighbours(con: duckdb.DuckDBPyConnection, changed: Mapping[str, Seen]) -> set[str]:
    """The pages with a stored reading of the same story as one of these."""
    rows = candidates(con, changed)
    others = readings_named(con, {other for _, other in rows} - changed.keys())
    return {
        others[other].reading.page_key
        for name, other in rows
        if other in others and same_story(changed[name].reading, others[other].reading)
    }


def _by_url(checks: Iterable[Observation]) -> dict[str, list[Observation]]:
    found = defaultdict(list)
    for check in checks:
        found[check.url].append(check)
    return found


def _stories_of(con: duckdb.DuckDBPyConnection, page_keys: Collection[str]) -> set[str]:
    if not page_keys:
        return set()
    query = "SELECT DISTINCT story_id FROM pipeline.membership SEMI JOIN given USING (page_key)"
    return {story for (story,) in rows_given(con, query, page_key=page_keys)}


def _membership(con: duckdb.DuckDBPyConnection, stories: Collection[str]) -> frozenset[tuple[str, str]]:
    if not stories:
        return frozenset()
    query = "SELECT page_key, story_id FROM pipeline.membership SEMI JOIN given USING (story_id)"
    return frozenset((key, story) for key, story in rows_given(con, query, story_id=stories))
