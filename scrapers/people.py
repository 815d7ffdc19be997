"""Who is on a page: everybody whom its labels, headline, lead and narration introduce by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from scrapers import declension
from scrapers.languages import Language, fold
from scrapers.names import Named, proper
from scrapers.pieces import glued, pieces
from scrapers.roles import fits, in_nominative
from scrapers.segments import Run, runs
from scrapers.speakers import People, Person, Phrase, is_short, name_words, short_words, without_ending

_MOST_COMPARED = 200
_OWNS = ("'s", "’s")  # `the First Minister's Question Time`
_OWNED = re.compile(r"['’]s$")  # a person whom the page first names as an owner: `President Bell's aides`
_OWNER_OF = re.compile(r"['’]s\s")  # `Bell's Washington hotel`
_CASED = re.compile(r"-[a-zəıöüçşğ]{1,4}$")  # `Trend-ə`: a house in a case, no surname
_MOST_ROLES = 20


def people(texts: Iterable[str], language: Language, labels: Sequence[str] = ()) -> People:
    """The people of a page: first from its labels, then from its texts (headline, lead, narration), in order."""
    phrases = [Phrase.of(label, language) for label in labels]
    written = _in_labels(phrases, language)
    for text in texts:
        written += _in_text(text, language)
    persons = _joined(_gathered(_as_called(written, language), language), language, bool(labels))
    return _indexed(persons, language, dict(zip(labels, phrases, strict=True)))


def _as_called(written: Sequence[Named], language: Language) -> Sequence[Named]:
    """The names as written, but one in another case (`Касыма Омарова`) as the page itself has it in the nominative."""
    called = {fold(one.name): one.name for one in written if one.name and " " in one.name}
    if language.word_order == "verb last":  # `Mustafanın` is of Mustafa, where the page has one, and not of Mustafan
        short = {name: called.get(fold(name[:-1])) for name in called.values() if name.endswith("n")}
        return [Named(short.get(one.name or "") or one.name, one.role) for one in written]
    if not language.declensions:
        return written
    found = []
    for one in written:
        forms = declension.readings(one.name, language) if one.name and len(called) > 1 else ()
        name = next((called[fold(form)] for form in forms if fold(form) in called), None)
        found.append(Named(name, one.role and in_nominative(one.role, language)) if name else one)
    return found


def _in_labels(labels: Sequence[Phrase], language: Language) -> list[Named]:
    """Names from labels; a name that stands alone in one label tells where it begins in another."""
    found = [label.named(language) for label in labels]
    alone = {fold(one.name) for one in found if one.name and not one.role}
    known = frozenset(name for name in alone if " " in name)
    return [label.named(language, known) for label in labels] if known else found


def _in_text(text: str, language: Language) -> Iterator[Named]:
    """Names from a sentence: `Office Name`, `Name, Office`, and full names alone."""
    found = runs(text, language)
    for run, following in zip_longest(found, found[1:]):
        name, role = run.named.name, run.named.role
        if name and not role and following:
            role = _apposition(text, run, following)
        if (
            name
            and (" " in name or (role and "O" in run.code and not declension.is_owned(name, language)))
            and not _is_firm(name, role, language)
            and not (role and role.endswith(_OWNS) and "O" in run.code)
            and (" " in name or not _CASED.search(name))
            and not _OWNER_OF.search(name)
        ):
            yield _led_back(Named(_OWNED.sub("", name), None if role and role.endswith(_OWNS) else role), language)


def _is_firm(name: str, role: str | None, language: Language) -> bool:
    """Whether two capitalised words end as the name of a company or club does, and nobody says it is a person."""
    return not role and fold(name).rpartition(" ")[2] in language.firms


def _led_back(one: Named, language: Language) -> Named:
    """A person named in another case (`с губернатором Вячеславом Федотовым`) as in the nominative."""
    name = (declension.in_nominative(one.name, language) or _bare(one.name, language)) if one.name else None
    return Named(name, one.role and in_nominative(one.role, language)) if name else one


def _bare(name: str, language: Language) -> str | None:
    """A full name without its case ending, where the ending tells what the name is (`Əkbərovun`: `Əkbərov`)."""
    first, _, last = name.rpartition(" ")
    folded = fold(last)
    telling = ((e, base) for e, base in language.name_endings if folded.endswith(e) and (base or e[0] == "'"))
    found = next(telling, None) if first and language.word_order == "verb last" else None
    return f"{first} {without_ending(last, *found)}" if found else None


def _apposition(text: str, run: Run, following: Run) -> str | None:
    """The office that follows a name after a comma, unless it has a name of its own."""
    between = text[run.end : following.start]
    if "O" not in following.code or len(between) > 8 or between.partition(" ")[0] != ",":
        return None
    return None if following.named.name else following.named.role


def _gathered(written: Iterable[Named], language: Language) -> list[Person]:
    """One Person a name, with every role it is printed with."""
    names: dict[str, str] = {}
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for one in written:
        if one.name:
            name = proper(one.name, language)
            key = glued(name)
            names[key] = max(names.get(key, name), name, key=lambda n: n.count(" "))
            if one.role and len(roles[key]) < _MOST_ROLES:
                roles[key][one.role] = None
    return [Person(name, tuple(roles[key])) for key, name in names.items()]


def _joined(persons: list[Person], language: Language, labelled: bool) -> list[Person]:
    """A short name that is part of one longer name, with an office that fits, is that person's; of two, nobody's."""
    by_word = _by_word(persons)
    roles = {person.name: person.roles for person in persons}
    for person in sorted(persons, key=lambda p: p.name.count(" ")):
        words = short_words(person.name)
        rarest = min((by_word[word] for word in words), key=len, default=[])[:_MOST_COMPARED]
        longer = [p.name for p in rarest if len(p.name) > len(person.name) and is_short(person.name, p.name)]
        if len(longer) > 1 and " " not in person.name:
            del roles[person.name]
            continue
        full = longer[0] if len(longer) == 1 else ""
        if full in roles and _agree(roles[person.name], roles[full], language, labelled):
            roles[full] = tuple(dict.fromkeys((*roles[full], *roles.pop(person.name))))
        elif house := _of_house(person, by_word, language):
            roles[house.name] = tuple(
                dict.fromkeys((*roles.get(house.name, ()), *_with_house(roles.pop(person.name), person)))
            )
    return [Person(person.name, roles[person.name]) for person in persons if person.name in roles]


def _of_house(person: Person, by_word: dict[str, list[Person]], language: Language) -> Person | None:
    """Whose surname stands behind a house in the genitive: `Глава Роспотребнадзора Попова`, where Анна Попова is."""
    house, _, surname = person.name.partition(" ")
    if language.word_order != "free" or not person.roles or " " in surname or house[-1:] not in "аяыи":
        return None
    given = _given_names(language)
    some = by_word[fold(surname)][:_MOST_COMPARED]
    others = [p for p in some if p is not person and fold(p.name.split(" ")[0]) in given]
    return others[0] if len(others) == 1 and fold(house) not in given else None


@lru_cache(maxsize=16)
def _given_names(language: Language) -> frozenset[str]:
    return frozenset((*language.men, *language.women))


def _with_house(roles: Iterable[str], person: Person) -> list[str]:
    return [f"{role} {person.name.partition(' ')[0]}" for role in roles]


def _agree(some: Sequence[str], others: Sequence[str], language: Language, labelled: bool) -> bool:
    """Whether two names' roles may be one person's: one of them has none, or two of them fit."""
    if labelled:  # `Senator Plum` and `Hon. Ann Plum (Leader of the Opposition)`: who speaks in a house is its member
        some, others = ([role for role in held if not _is_members(role, language)] for held in (some, others))
    some, others = ([role for role in held if _is_office(role, language)] for held in (some, others))
    pairs = ((one, other) for one in some for other in others)
    return not some or not others or any(fits(a, b, language) or fits(b, a, language) for a, b in pairs)


def _is_office(role: str, language: Language) -> bool:
    """Whether a role names an office, and is not only a word beside the name: `Retired`."""
    return any(piece.code == "O" for piece in pieces(role, language))


def _is_members(role: str, language: Language) -> bool:
    """Whether a role is only a seat in a house: `Senator`, `U.S. Senator from Ohio`."""
    return all(piece.base in language.members for piece in pieces(role, language) if piece.code == "O")


def _indexed(persons: list[Person], language: Language, phrases: dict[str, Phrase]) -> People:
    by_word = {word: tuple(some) for word, some in _by_word(persons).items()}
    known = frozenset(fold(person.name) for person in persons)
    return People(language, tuple(persons), {glued(p.name): p for p in persons}, by_word, known, phrases)


def _by_word(persons: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for word in set(name_words(person.name)):
            found[word].append(person)
    return found
