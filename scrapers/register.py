"""The register of people: which person a printed name is, by a file that people edit. Nothing else joins two names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

STARTER = Path(__file__).with_name("speakers.toml")
"""The register that comes with onrecord."""

_DOTLESS = {"az", "tr"}
_FIELDS = {"key", "names", "wikidata", "offices"}
_OFFICE_FIELDS = {"role", "since", "until"}


@dataclass(frozen=True, slots=True)
class Office:
    """An office a person held: `role` as pages print it, from `since` to `until`, both days included, None if open."""

    role: str
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether the office was held on `day`, as far as the dates given say."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the register: a key that never changes, every spelling of the full name, offices."""

    key: str
    names: tuple[str, ...]
    wikidata: str | None = None
    offices: tuple[Office, ...] = ()


def folded(name: str, language: str = "") -> str:
    """`name` without regard to case and white space, as `language` sees case: in az and tr a capital I is a dotless ı.

    >>> folded("İLHAM  ƏLİYEV", "az") == folded("İlham Əliyev", "az")
    True
    """
    if language in _DOTLESS:
        name = name.replace("I", "ı")
    return " ".join(name.replace("İ", "i").casefold().split())


@dataclass(frozen=True)
class Register:
    """The people known by name. Made by `load`; pure from then on, and picklable."""

    people: tuple[Person, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path] = (STARTER,)) -> Register:
        """The register in these TOML files; a person of a later file replaces the one with the same key.

        Raises ValueError with file and key if an entry is not what docs/STYLES.md says, OSError if a file is missing.
        """
        people: dict[str, Person] = {}
        for path in paths:
            try:
                entries = tomllib.loads(path.read_text(encoding="utf-8")).get("person", [])
            except tomllib.TOMLDecodeError as broken:
                raise ValueError(f"{path} is not TOML: {broken}. Mend that line.") from broken
            people.update((person.key, person) for person in (_person(entry, path) for entry in entries))
        return cls(tuple(people.values()))

    def key(self, speaker: str | None, role: str | None, language: str, at: datetime | date | None) -> str | None:
        """The key of the person `speaker` names, None if nobody or more than one could be meant.

        `speaker` must be a full name as the register lists it, but for case and white space. Where two people share
        it, `role` (as printed) and `at` (when it was published) decide, or nobody is named.
        """
        if not speaker:
            return None
        known = self._by_name.get(language in _DOTLESS, {}).get(folded(speaker, language), ())
        if len(known) > 1:
            known = _holders(known, folded(role or ""), at.date() if isinstance(at, datetime) else at)
        return known[0].key if len(known) == 1 else None

    def person(self, key: str) -> Person | None:
        """The person with this key."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Person]:
        return {person.key: person for person in self.people}

    @cached_property
    def _by_name(self) -> dict[bool, dict[str, tuple[Person, ...]]]:
        index: dict[bool, dict[str, tuple[Person, ...]]] = {}
        for dotless in (False, True):
            names = index.setdefault(dotless, {})
            for person in self.people:
                for name in {folded(name, "az" if dotless else "") for name in person.names}:
                    names[name] = (*names.get(name, ()), person)
        return index


def _holders(people: tuple[Person, ...], role: str, day: date | None) -> tuple[Person, ...]:
    """Those of `people` who held the office `role` names, on that day if it is known. Nobody if no role is given."""
    if not role:
        return ()
    return tuple(
        person
        for person in people
        if any(
            _same_office(role, folded(office.role)) and (day is None or office.held_on(day))
            for office in person.offices
        )
    )


def _same_office(printed: str, listed: str) -> bool:
    """Whether one role is contained in the other, both folded."""
    return printed in listed or listed in printed


def _person(entry: Mapping[str, Any], path: Path) -> Person:
    """A person from one [[person]] table. Raises ValueError."""
    key = entry.get("key")
    where = f"{path}: [[person]] {key or entry}"
    names = entry.get("names")
    if not isinstance(key, str) or not key:
        raise ValueError(f'{where} has no key; add key = "first-last".')
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f'{where} has no names; add names = ["First Last", …].')
    if unknown := entry.keys() - _FIELDS:
        raise ValueError(f"{where} has unknown fields {sorted(unknown)}; known are {sorted(_FIELDS)}.")
    offices = tuple(_office(office, where) for office in entry.get("offices", []))
    return Person(key, tuple(names), entry.get("wikidata"), offices)


def _office(entry: Mapping[str, Any], where: str) -> Office:
    """An office from one table of `offices`. Raises ValueError."""
    if unknown := entry.keys() - _OFFICE_FIELDS:
        raise ValueError(f"{where}: an office has unknown fields {sorted(unknown)}.")
    role, since, until = entry.get("role"), entry.get("since"), entry.get("until")
    if not isinstance(role, str) or not role:
        raise ValueError(f'{where}: an office has no role; add role = "President of …".')
    for day in (since, until):
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise ValueError(f"{where}: office {role!r}: {day!r} is not a day; write since = 2003-10-31, no quotes.")
    return Office(role, since, until)
