"""Labelled turns: who speaks stands before the words (`Ilham Aliyev: …`, `Q …`, `Mr. SMITH. …`).

A label is believed for what it says (an office and a name, `Question`), for its type (bold, capitals), or for what the
rest of the page says of it: it comes again, its name stands elsewhere, others like it stand around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.languages import Language, fold
from scrapers.names import letters, pieces
from scrapers.records import Paragraph
from scrapers.speakers import People
from scrapers.styles.candidates import Candidate, Reading, candidates, is_speechlike, read
from scrapers.styles.parts import Mark, Opening


@dataclass(frozen=True, slots=True)
class _Seen:
    candidate: Candidate
    reading: Reading
    rest: str

    @property
    def key(self) -> str:
        return fold(self.candidate.label)


def labels(
    paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language, introduced: People
) -> dict[int, Mark]:
    """The labels among the paragraphs at `free`, as marks by index. `introduced`: whom headline and lead name."""
    seen = [one for i in free for one in _seen(i, paragraphs[i], language)]
    times = Counter(one.key for one in seen)
    certain = {one.key for one in seen if _is_certain(one, times)}
    kinds = {one.key for one in seen if one.reading.sort in ("name", "office and name") and is_speechlike(one.rest)}
    known = {word for name in introduced.names for word in fold(name).split()}
    known |= {
        w for one in seen if one.key in certain and one.reading.who for w in fold(one.reading.who.name or "").split()
    }
    page = _Evidence(times, frozenset(certain), frozenset(kinds), frozenset(known), introduced)
    found: dict[int, Mark] = {}
    for one in seen:
        if one.candidate.index not in found and _is_label(one, page, language):
            found[one.candidate.index] = _mark(one, paragraphs[one.candidate.index])
    return found


@dataclass(frozen=True, slots=True)
class _Evidence:
    times: Counter[str]
    certain: frozenset[str]
    names: frozenset[str]
    known: frozenset[str]
    introduced: People


def _seen(index: int, paragraph: Paragraph, language: Language) -> list[_Seen]:
    found = []
    for candidate in candidates(index, paragraph, language):
        reading = read(candidate, language)
        if reading:
            found.append(_Seen(candidate, reading, paragraph.words[candidate.words_from :]))
    return found


def _is_certain(one: _Seen, times: Counter[str]) -> bool:
    """Whether a label needs nothing from the rest of the page."""
    form, sort = one.candidate.form, one.reading.sort
    if form == "colon":
        if sort in ("nobody", "asked", "office and name"):
            return len(one.candidate.label) > 1 or times[one.key] > 1
        return one.candidate.bold and sort in ("name", "office") or (one.candidate.caps and sort == "office")
    if form == "letter":
        return sort == "asked" and times[one.key] > 1
    return form == "stop" and one.candidate.caps and sort in ("office", "office and name") and times[one.key] > 1


def _is_label(one: _Seen, page: _Evidence, language: Language) -> bool:
    form, sort, key = one.candidate.form, one.reading.sort, one.key
    if form == "colon" and _is_a_list(one, language):
        return False
    if _is_certain(one, page.times):
        return True
    again = page.times[key] > 1
    if form == "letter":
        return sort == "asked" and len(page.certain - {key}) > 0
    if key in page.certain:
        return True
    if form in ("stop", "dash"):
        return (
            again
            and len(page.certain | page.names) > 1
            and (one.candidate.caps or sort in ("office and name", "nobody"))
        )
    if sort == "name":
        return is_speechlike(one.rest) and (again or len(page.names) > 1 or _is_known(one, page))
    if sort == "office":
        resolved = page.introduced.resolve(one.candidate.label)
        return again or bool(resolved and resolved.name)
    return (
        sort == "word"
        and is_speechlike(one.rest)
        and (_is_known(one, page) or (again and len(page.times) > 1 and page.times.most_common(2)[-1][1] > 1))
    )


def _is_known(one: _Seen, page: _Evidence) -> bool:
    """Whether the last name in the label stands in the headline, the lead, or a label that is certain."""
    name = one.reading.who.name if one.reading.who else None
    return bool(name) and fold(name or "").split()[-1] in page.known


def _is_a_list(one: _Seen, language: Language) -> bool:
    """`Director: Jane Smith`: what follows an office is only a name, so the line is a list of credits."""
    if one.reading.sort != "office" or is_speechlike(one.rest) or not one.rest:
        return False
    return set(letters(pieces(one.rest, language))) <= set("NUPT,&")


def _mark(one: _Seen, paragraph: Paragraph) -> Mark:
    alone = one.candidate.words_from >= len(paragraph.words)
    named = one.candidate.label + one.candidate.notes
    opening = Opening(one.reading.kind, f"label: {one.reading.sort}", named)
    return Mark("label", opening, None if alone else one.candidate.words_from)
