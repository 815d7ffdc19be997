"""Labelled turns: who speaks stands before the words (`Ilham Aliyev: …`, `Q …`, `Mr. SMITH. …`).

A label is believed for what it says (an office and a name, `Question`), for its type (bold, capitals), or for what the
rest of the page says of it: it comes again, its name stands elsewhere, others like it stand around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import NamedTuple

from scrapers.languages import Language, fold
from scrapers.names import proper
from scrapers.pieces import glued, letters, phrase_in, pieces
from scrapers.records import Kind, Paragraph
from scrapers.speakers import People
from scrapers.styles.asides import captions
from scrapers.styles.beside import beside
from scrapers.styles.candidates import Candidate, Sense, candidates, is_speechlike, sense
from scrapers.styles.cuts import Form
from scrapers.styles.interview import answerer
from scrapers.styles.parts import Mark, Opening

_SHORTEST_GLUED = 10
_MOST_NAMES = 100
_FEWEST_TITLED = 3
_FEWEST_APART = 2
_ON_LINES = ("asked", "nobody", "office and name")
_TITLED = re.compile(r"\((?:M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Lord|Baroness|Hon|Senator|Shri|Shrimati|Smt|Deputy)\b")


class _Seen(NamedTuple):
    """A candidate, what it says by itself, and the words that would be said."""

    candidate: Candidate
    sense: Sense
    rest: str
    key: str

    @property
    def name(self) -> str:
        """The name in the label; empty if it has none."""
        return (self.sense.who.name if self.sense.who else None) or ""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the page as a whole says of its labels."""

    times: Counter[str]
    certain: frozenset[str]
    named: frozenset[str]
    recurring: frozenset[str]
    words: frozenset[str]
    names: tuple[str, ...]
    offices: frozenset[str]
    introduced: People
    mark: Form | None
    colons: bool


def labels(
    paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language, introduced: People
) -> dict[int, Mark]:
    """The labels among the paragraphs at `free`, as marks by index. `introduced`: whom headline and lead name."""
    after = dict(pairwise(free))
    texts = {i: paragraphs[j].words for i, j in after.items()}
    every = [one for i in free for one in _seen(i, paragraphs[i], texts.get(i, ""), language)]
    if not any(_is_letter(one, "question") for one in every):  # `A. …` in a list, where no Q asks
        every = [one for one in every if not _is_letter(one, "answer")]
    lines = [one for one in every if one.candidate.form == "line"]
    seen = [one for one in every if one.candidate.form != "line"] if lines else every
    page = _evidence(seen, introduced)
    if lines and (told := _on_lines(seen, lines, page, language)):
        page, seen = replace(page, mark="alone"), [*seen, *told]
    found: dict[int, Mark] = {}
    for one in seen:
        if one.candidate.at not in found and _is_label(one, page, language):
            found[one.candidate.at] = _mark(one, paragraphs[one.candidate.at], introduced)
    return (captions(paragraphs, free, language) if page.colons else {}) | found


def _is_letter(one: _Seen, kind: Kind) -> bool:
    return len(one.candidate.label) == 1 and one.sense.kind == kind


def _on_lines(seen: Sequence[_Seen], lines: Sequence[_Seen], page: _Evidence, language: Language) -> list[_Seen]:
    """The labels on lines that nothing sets apart: of people whom such a line has named with a bracket behind it
    (`Jane Doe (Leeds East) (Lab)`, then `Jane Doe`), and beside them of peers and the chair. Where none has, two that
    return over something said are labels (`Moderator`, `President Doe`), and others that could be beside them."""
    apart = [one for one in seen if one.candidate.form == "alone"]
    if page.colons:
        return []
    if len({one.key for one in apart}) < _FEWEST_APART:
        told = [one for one in lines if one.sense.sort in _ON_LINES and is_speechlike(one.rest)]
        return told if sum(again > 1 for again in Counter(one.key for one in told).values()) >= _FEWEST_APART else []
    holders = (beside(one.candidate.printed.removeprefix(one.candidate.label), language).name or "" for one in apart)
    known = {one.key for one in apart} | {fold(name) for name in holders}
    surnames = {key.split()[-1] for key in known if key}
    told = [one for one in lines if is_speechlike(one.rest)]
    again = [one for one in told if one.key in known or _is_titled(one, surnames)]
    if not again:
        return []
    return again + [one for one in told if one.sense.sort == "nobody" or _is_peer(one, language)]


def _is_titled(one: _Seen, surnames: set[str]) -> bool:
    """Whether a label is a title and one of these surnames: `Mr. Doe`, where `Mr. John Doe (Leeds East)` speaks."""
    return one.sense.sort == "office and name" and fold(one.name) in surnames


def _is_peer(one: _Seen, language: Language) -> bool:
    """Whether a label is a title of nobility or of the church, which is the name: `The Lord Bishop of Wexford`."""
    return bool(one.name) and phrase_in(fold(one.name), language.peers) is not None


def _seen(index: int, paragraph: Paragraph, following: str, language: Language) -> list[_Seen]:
    """The candidates of a paragraph that may be labels; the words of one that stands alone are the next paragraph's."""
    found = []
    for one in candidates(index, paragraph):
        said = sense(one, language)
        if said and not _addresses(one, language):
            found.append(_Seen(one, said, paragraph.words[one.words_from :] or following, fold(one.label)))
    return found


def _addresses(one: Candidate, language: Language) -> bool:
    """Whether what looks like `Name, office. …` is a sentence that addresses somebody: no office stands behind a name
    without initials."""
    if one.form != "stop":
        return False
    behind = one.printed.removeprefix(one.label)
    return behind.startswith(",") and "." not in one.label and not beside(behind, language).role


def _evidence(seen: Sequence[_Seen], introduced: People) -> _Evidence:
    times = Counter(one.key for one in seen)
    certain = frozenset(one.key for one in seen if _is_certain(one, times))
    in_labels = {one.name for one in seen if one.key in certain and one.name}
    with_names = frozenset(one.key for one in seen if one.sense.sort in _NAMED and is_speechlike(one.rest))
    names = sorted({*introduced.names, *in_labels})
    return _Evidence(
        times,
        certain,
        with_names,
        frozenset(one.key for one in seen if times[one.key] > 1 and is_speechlike(one.rest)),
        frozenset(word for name in names for word in fold(name).split()),
        tuple(islice((glued(name) for name in names if " " in name), _MOST_NAMES)),
        frozenset(fold(role) for one in seen if one.key in certain and (role := one.sense.who and one.sense.who.role)),
        introduced,
        _mark_of_labels(seen, times, certain),
        len({one.key for one in seen if one.candidate.form == "colon" and (one.key in certain or times[one.key] > 1)})
        > 1,
    )


_NAMED = ("name", "office and name")
_MARKS: tuple[Form, ...] = ("stop dash", "stop", "dash", "alone")


def _mark_of_labels(seen: Sequence[_Seen], times: Counter[str], certain: frozenset[str]) -> Form | None:
    """What ends the labels of this page where no colon does: one of them is certain, or two differ and one returns.

    A full stop wants capitals for that (`Mr. SMITH. …`), for it also ends sentences, or titles that return
    (`Dr. Hale. …`); a line of its own wants bold or a bracket.
    """
    for form in _MARKS:
        some = {one.key: one.candidate for one in seen if one.candidate.form == form}
        if form in ("stop", "stop dash") and certain & some.keys():
            return form
        telling = {key for key, one in some.items() if one.caps or one.shouts or form in ("stop dash", "alone")}
        if form == "stop" and sum(times[one.key] > 1 for one in _titled(seen)) > _FEWEST_TITLED:
            return form
        if len(telling) > 1 and any(times[key] > 1 for key in telling):
            return form
    return None


def _titled(seen: Sequence[_Seen]) -> Iterator[_Seen]:
    """The names with a title before a full stop, each time one stands there."""
    return (one for one in seen if one.candidate.form == "stop" and one.sense.sort == "office and name")


def _is_certain(one: _Seen, times: Counter[str]) -> bool:
    """Whether a label needs nothing from the rest of the page but its own return."""
    candidate, sort, again = one.candidate, one.sense.sort, times[one.key] > 1
    if candidate.form == "letter":
        return sort == "asked" and again
    if candidate.form == "stop dash" and sort == "nobody":
        return True
    if candidate.form == "colon" and sort in ("nobody", "asked", "office and name"):
        return again or len(candidate.label) > 1
    if candidate.form == "colon":
        noted = "(" in candidate.printed and len(candidate.label) > 3
        return (candidate.bold and sort in ("name", "office")) or (candidate.caps and (sort == "office" or noted))
    return (
        candidate.form in ("stop", "stop dash")
        and again
        and (sort == "nobody" or (candidate.caps and sort.startswith("office")))
    )


def _is_label(one: _Seen, page: _Evidence, language: Language) -> bool:
    """Whether the page bears a candidate out."""
    if one.candidate.form == "colon" and _is_a_list(one, language):
        return False
    if _is_certain(one, page.times) or (one.key in page.certain and one.candidate.form in ("colon", page.mark)):
        return True
    if one.candidate.form == "line":
        return True
    if one.candidate.form == "letter":
        return one.sense.sort == "asked" and len(page.certain) > 0
    if one.candidate.form in ("stop", "stop dash", "dash", "alone"):
        return _is_unusual_label(one, page)
    return _is_borne_out(one, page)


def _is_borne_out(one: _Seen, page: _Evidence) -> bool:
    """Whether what stands before a colon, and might be anything, is a label on this page."""
    again, sort = page.times[one.key] > 1, one.sense.sort
    if sort == "office" and "(" in one.candidate.printed:
        return is_speechlike(one.rest)
    if sort == "office":
        if again or (one.name or fold(one.sense.who.role or "") if one.sense.who else "") in page.offices:
            return True
        holder = page.introduced.resolve(one.candidate.label)
        return bool(holder and holder.name)
    if not is_speechlike(one.rest):
        return False
    if _is_known(one, page) or (again and len(page.recurring) > 1):
        return True
    if sort == "name":
        return again or len(page.named) > 1
    return "?" in one.rest and len(page.certain | page.recurring) > 0


def _is_unusual_label(one: _Seen, page: _Evidence) -> bool:
    """Whether a stop, a dash or the line end makes a label (`Mr. SMITH. …`, `BAŞKAN – …`): it returns, as others do.

    Where full stops are known to end labels, a name that speaks only once is one as well.
    """
    form, sort = one.candidate.form, one.sense.sort
    if page.colons or (sort == "word" and not one.candidate.caps):
        return False
    if form == "stop" and page.mark == "stop dash":  # `Jane Doe, Member of the Commission. Madam President, …`
        return sort == "name" and one.candidate.printed.startswith(f"{one.candidate.label},")
    if form == page.mark:
        return sort != "office" or one.candidate.caps or one.candidate.shouts or form in ("stop dash", "alone")
    return page.times[one.key] > 1 and len(page.recurring | page.certain) > 1


def _is_known(one: _Seen, page: _Evidence) -> bool:
    """Whether the name in the label stands in the headline, the lead, or a label that is certain."""
    if not one.name:
        return False
    if " " not in one.name and len(one.name) >= _SHORTEST_GLUED and glued(one.name).endswith(page.names):
        return True
    return fold(one.name).split()[-1] in page.words


def _is_a_list(one: _Seen, language: Language) -> bool:
    """`Director: Jane Smith`: what follows an office is only a name, so the line is a list of credits."""
    if one.sense.sort not in ("office", "nobody") or is_speechlike(one.rest) or not one.rest:
        return False
    return set(letters(pieces(one.rest, language))) <= set("ONUPT,&")


def _mark(one: _Seen, paragraph: Paragraph, introduced: People) -> Mark:
    """The mark of a label. A name in brackets behind an office is who holds it: `The Minister (Jane Smith): …`; an
    office in brackets behind a name is that person's.

    `Answer:` is whoever the page says is interviewed.
    """
    label, printed = one.candidate.label, one.candidate.printed
    unnamed = one.sense.sort in ("nobody", "asked")
    interviewed = answerer(introduced) if one.sense.kind == "answer" else None
    inner = beside(printed.removeprefix(label), introduced.language)
    who = one.sense.who
    by_name = who and (one.sense.kind == "question" or ("," in label and not who.role))
    meant = (who.name if who and by_name else None) or label
    if inner.name and (one.sense.sort == "office" or (one.sense.sort == "nobody" and _TITLED.search(printed))):
        meant, unnamed = f"{label} {proper(inner.name, introduced.language)}", False
    elif inner.role and not inner.name and one.name and one.sense.who and not one.sense.who.role:
        meant = f"{proper(label, introduced.language)}, {inner.role}"
    how = f"label: {one.sense.sort}"
    opening = Opening(one.sense.kind, how, printed, interviewed or meant, unnamed and not interviewed)
    follows = one.candidate.words_from >= len(paragraph.words)
    return Mark("label", opening, None if follows else one.candidate.words_from)
