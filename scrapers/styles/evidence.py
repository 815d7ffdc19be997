"""What a page as a whole says of what may be its labels: which are certain or return, and which it bears out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from scrapers.languages import Language, fold
from scrapers.pieces import glued, letters, pieces
from scrapers.speakers import People
from scrapers.styles.candidates import Candidate, Sense, is_speechlike
from scrapers.styles.cuts import Form

_SHORTEST_GLUED = 10
_MOST_NAMES = 100
_FEWEST_TITLED = 3


class Seen(NamedTuple):
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
class Evidence:
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


def evidence(seen: Sequence[Seen], introduced: People) -> Evidence:
    """What all candidates of a page say together. `introduced`: whom headline and lead name."""
    times = Counter(one.key for one in seen)
    certain = frozenset(one.key for one in seen if _is_certain(one, times))
    in_labels = {one.name for one in seen if one.key in certain and one.name}
    with_names = frozenset(one.key for one in seen if one.sense.sort in _NAMED and is_speechlike(one.rest))
    names = sorted({*introduced.names, *in_labels})
    return Evidence(
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


def _mark_of_labels(seen: Sequence[Seen], times: Counter[str], certain: frozenset[str]) -> Form | None:
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


def _titled(seen: Sequence[Seen]) -> Iterator[Seen]:
    """The names with a title before a full stop, each time one stands there."""
    return (one for one in seen if one.candidate.form == "stop" and one.sense.sort == "office and name")


def _is_certain(one: Seen, times: Counter[str]) -> bool:
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


def is_label(one: Seen, page: Evidence, language: Language) -> bool:
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


def _is_borne_out(one: Seen, page: Evidence) -> bool:
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


def _is_unusual_label(one: Seen, page: Evidence) -> bool:
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


def _is_known(one: Seen, page: Evidence) -> bool:
    """Whether the name in the label stands in the headline, the lead, or a label that is certain."""
    if not one.name:
        return False
    if " " not in one.name and len(one.name) >= _SHORTEST_GLUED and glued(one.name).endswith(page.names):
        return True
    return fold(one.name).split()[-1] in page.words


def _is_a_list(one: Seen, language: Language) -> bool:
    """`Director: Jane Smith`: what follows an office is only a name, so the line is a list of credits."""
    if one.sense.sort not in ("office", "nobody") or is_speechlike(one.rest) or not one.rest:
        return False
    return set(letters(pieces(one.rest, language))) <= set("ONUPT,&")
