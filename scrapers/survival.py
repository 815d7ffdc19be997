"""Statements that survive: which statement of one version is which of the version before, whatever was edited."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from scrapers.records import Statement
from scrapers.story_records import Change, HistoryEntry
from scrapers.words import digest, plain, tokens

_ALIKE, _ALIKE_UNDER_ANOTHER_NAME, _KEPT = 0.5, 0.8, 0.8
"""How much of the longer statement must stand in the other, under the same speaker and under another; or of the
shorter one, where a statement grew or was cut."""
_FEWEST = 5
"""A statement of fewer words is too common ("Thank you.") to be told again by a part of it."""


@dataclass(slots=True)
class Lives:
    """The statements of a story as its versions are read in order: who stands, who was withdrawn, how often edited."""

    standing: list[tuple[str, Statement]] = field(default_factory=list)
    withdrawn: dict[str, Statement] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    edits: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def follow(self, version_id: str, number: int, statements: Sequence[Statement]) -> tuple[HistoryEntry, ...]:
        """What happened to each statement in the next version, in order, then the withdrawn ones."""
        before = [*self.standing, *self.withdrawn.items()]
        matches = aligned([said for _, said in self.standing], statements)
        self._returned(matches, statements)
        entries = []
        for position, (said, match) in enumerate(zip(statements, matches, strict=True), start=1):
            if match is None:
                name, change = digest("statement", version_id, str(position)), "first"
                self.first[name] = number
            else:
                name, last = before[match]
                change = "unchanged" if same_statement(last, said) else "edited"
            self.edits[name] += change == "edited"
            entries.append(HistoryEntry(name, position, _change(change), said))
        kept = {entry.statement_id for entry in entries}
        gone = [HistoryEntry(name, None, "withdrawn", said) for name, said in self.standing if name not in kept]
        self.withdrawn = {name: said for name, said in self.withdrawn.items() if name not in kept}
        self.withdrawn |= {entry.statement_id: entry.statement for entry in gone}
        self.standing = [(entry.statement_id, entry.statement) for entry in entries]
        return (*entries, *gone)

    def _returned(self, matches: list[int | None], statements: Sequence[Statement]) -> None:
        """Give statements that nothing standing accounts for to withdrawn ones that said the same words."""
        open_places = [i for i, match in enumerate(matches) if match is None]
        pool = list(self.withdrawn.values())
        old: list[int | None] = [None] * len(open_places)
        _by_key(pool, [statements[i] for i in open_places], old, _whole)
        for place, match in zip(open_places, old, strict=True):
            matches[place] = None if match is None else match + len(self.standing)


def _change(word: str) -> Change:
    return "first" if word == "first" else "unchanged" if word == "unchanged" else "edited"


def same_statement(one: Statement, other: Statement) -> bool:
    """Whether neither the words nor the attribution differ; a fuller form of the same name is no other attribution."""
    return _told(one.words) == _told(other.words) and _same_name(one.speaker, other.speaker)


_told = lru_cache(maxsize=4096)(plain)
"""Most statements stand unchanged through many versions: their words are compared again and again."""


@lru_cache(maxsize=4096)
def _same_name(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    short, long = sorted((tokens(one), tokens(other)), key=len)
    return set(short) <= set(long)


def aligned(before: Sequence[Statement], after: Sequence[Statement]) -> list[int | None]:
    """For each statement of the later version the place it had in the earlier one, None for a new one.

    Equal words first, under the same speaker and then under any; then the most alike of what is left, in order of
    likeness. Moves do not matter. Each place is given once.
    """
    found: list[int | None] = [None] * len(after)
    if not before:
        return found
    _by_key(before, after, found, _whole)
    _by_key(before, after, found, lambda said: _told(said.words))
    _by_likeness(before, after, found)
    return found


def _whole(said: Statement) -> Hashable:
    return _told(said.speaker or ""), _told(said.words)


def _by_key(
    before: Sequence[Statement],
    after: Sequence[Statement],
    found: list[int | None],
    key: Callable[[Statement], Hashable],
) -> None:
    """Match what has equal keys and is not matched yet, first to first."""
    if not before:
        return
    taken = set(found)
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, said in enumerate(before):
        if place not in taken:
            places[key(said)].append(place)
    for index, said in enumerate(after):
        if found[index] is None and (waiting := places.get(key(said))):
            found[index] = waiting.popleft()


def _by_likeness(before: Sequence[Statement], after: Sequence[Statement], found: list[int | None]) -> None:
    """Match what is left by likeness, the best pair first; ties go to the pair that moved least."""
    taken = {place for place in found if place is not None}
    old = [(place, said, tokens(said.words)) for place, said in enumerate(before) if place not in taken]
    new = [(index, said, tokens(said.words)) for index, said in enumerate(after) if found[index] is None]
    shared = _sharing((words for _, _, words in old), (words for _, _, words in new))
    ranked = []
    for one, two in shared:
        (place, said, words), (index, again, other) = old[one], new[two]
        if likeness := _likeness(said, words, again, other):
            ranked.append((-likeness, abs(place - index), index, place))
    for _, _, index, place in sorted(ranked):
        if found[index] is None and place not in taken:
            found[index] = place
            taken.add(place)


def _sharing(old: Iterable[list[str]], new: Iterable[list[str]]) -> list[tuple[int, int]]:
    """Pairs that have three words in a row in common: the only ones worth measuring, whatever the number of turns."""
    runs: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, words in enumerate(old):
        for run in zip(words, words[1:], words[2:], strict=False):
            runs[run].add(place)
    pairs = set()
    for index, words in enumerate(new):
        for run in zip(words, words[1:], words[2:], strict=False):
            pairs |= {(place, index) for place in runs.get(run, ())}
    return sorted(pairs)


def _likeness(one: Statement, words: list[str], other: Statement, others: list[str]) -> float:
    """How alike two statements are, 0 to 1; 0 if not alike enough to be one that was edited."""
    common = LCSseq.similarity(words, others)
    alike = common / max(len(words), len(others))
    if not _same_name(one.speaker, other.speaker):
        return alike if alike >= _ALIKE_UNDER_ANOTHER_NAME else 0
    shorter = min(len(words), len(others))
    kept = shorter >= _FEWEST and common >= _KEPT * shorter
    return alike if alike >= _ALIKE or kept else 0
