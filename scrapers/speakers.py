"""Who is on a page: names and roles taken from labels and sentences, and short forms led back to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from scrapers.languages import Language, fold
from scrapers.names import Named, named, pieces, proper, segments

_GLUE = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_SHORTEST_FOR_TYPOS = 10


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are. `name` is None where the page does not say, or names two it could be; `how` is why."""

    name: str | None
    role: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in running words: `words[start:end]` is the phrase, `speaker` who it is."""

    start: int
    end: int
    printed: str
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a page introduces: the full name and the roles it is printed with, the most telling first."""

    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """The people of one page. Immutable: `people()` makes it."""

    language: Language
    persons: tuple[Person, ...] = ()
    _by_glue: dict[str, Person] = field(default_factory=dict, repr=False, compare=False)
    _by_word: dict[str, tuple[Person, ...]] = field(default_factory=dict, repr=False, compare=False)

    def resolve(self, printed: str) -> Speaker | None:
        """Who `printed` means on this page: a full name, a name with an office or title, a short form, an office.

        None if it names nobody; a Speaker without a name if it names somebody the page does not let us tell apart.
        """
        label = named(_BRACKETS.sub(" ", printed).strip(), self.language, frozenset(map(fold, self.names)))
        if label.name:
            return self._of_name(label)
        return self._of_office(label.role) if label.role else None

    @property
    def names(self) -> tuple[str, ...]:
        """The full names, in order of introduction."""
        return tuple(person.name for person in self.persons)

    def mentions(self, words: str) -> tuple[Mention, ...]:
        """The people named in a sentence, in order: full names, short forms, offices (`the President of X`).

        An office that nobody on the page is known to hold is left out; a full name the page has not introduced is
        a mention all the same.
        """
        found = []
        for start, end, code in segments(words, self.language):
            printed = words[start:end]
            speaker = self.resolve(printed)
            if speaker and (speaker.name or "O" in code):
                found.append(Mention(start, end, printed, speaker))
        return tuple(found)

    def _of_name(self, label: Named) -> Speaker:
        name, role = proper(label.name or "", self.language), label.role
        for form in nominatives(name, self.language):
            person = self._by_glue.get(_glued(form))
            if person:
                return self._known(person, role, "full name")
        for form in nominatives(name, self.language):
            fitting = self._short(form, role)
            if len(fitting) == 1:
                return self._known(fitting[0], role, "short name")
            if fitting:
                return Speaker(None, _printed_role(role, self.language), "the name fits two people")
        return self._misspelt(name, role) or Speaker(name, _printed_role(role, self.language), "name as printed")

    def _short(self, name: str, role: str | None) -> tuple[Person, ...]:
        """Whom a part of a name may mean: those whose last name it is, else any name; a role narrows it."""
        words = fold(name).split()
        some = [person for person in self._by_word.get(words[-1], ()) if _contains(person.name, words)]
        last = [person for person in some if fold(person.name).split()[-len(words) :] == words]
        fitting = tuple(last or some)
        if len(fitting) > 1 and role:
            fitting = tuple(p for p in fitting if any(_fits(role, own, self.language) for own in p.roles)) or fitting
        return fitting

    def _misspelt(self, name: str, role: str | None) -> Speaker | None:
        """The one person whose name differs by one letter inside a word; an ending may be another person's."""
        glued = _glued(name)
        if len(glued) < _SHORTEST_FOR_TYPOS:
            return None
        near = [p for key, p in self._by_glue.items() if key[-2:] == glued[-2:] and _one_off(key, glued)]
        return self._known(near[0], role, "name with a typing error") if len(near) == 1 else None

    def _of_office(self, role: str) -> Speaker:
        fitting = [p for p in self.persons if any(_fits(role, own, self.language) for own in p.roles)]
        if len(fitting) == 1:
            return self._known(fitting[0], role, "office")
        why = "the office fits two people" if fitting else "office of nobody named here"
        return Speaker(None, _printed_role(role, self.language), why)

    def _known(self, person: Person, role: str | None, how: str) -> Speaker:
        return Speaker(person.name, self._fullest(person, role), how)

    def _fullest(self, person: Person, role: str | None) -> str | None:
        """The longest printed form of the role: of the one printed here, else of the first one the page gives."""
        asked = role or (person.roles[0] if person.roles else None)
        if asked is None:
            return None
        same = [own for own in person.roles if _fits(asked, own, self.language)]
        return _printed_role(max((*same, asked), key=len), self.language)


def _printed_role(role: str | None, language: Language) -> str | None:
    return proper(role, language) if role else None


def _glued(name: str) -> str:
    return _GLUE.sub("", fold(name))


def _one_off(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) < 2 and DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1


def _contains(name: str, words: Sequence[str]) -> bool:
    """Whether all the words stand in the name."""
    return set(words) <= set(fold(name).split())


def nominatives(name: str, language: Language) -> tuple[str, ...]:
    """The name, then what it may be without the case ending of its last word, then of every word.

    >>> from scrapers.languages import language
    >>> nominatives("Ilham Aliyev's", language("en"))
    ("Ilham Aliyev's", 'Ilham Aliyev')
    """
    words = name.split(" ")
    forms = [name]
    for ending, base in language.name_endings:
        if fold(words[-1]).endswith(ending) and len(words[-1]) - len(ending) > 1:
            forms.append(" ".join([*words[:-1], words[-1][: -len(ending)] + base]))
            everywhere = [_bare(word, language) for word in words[:-1]]
            forms.append(" ".join([*everywhere, words[-1][: -len(ending)] + base]))
    return tuple(dict.fromkeys(forms))


def _bare(word: str, language: Language) -> str:
    """A first name without its case ending."""
    for ending, base in language.name_endings:
        if fold(word).endswith(ending) and len(word) - len(ending) > 1:
            return word[: -len(ending)] + base
    return word


def _fits(asked: str, held: str, language: Language) -> bool:
    """Whether `asked` ("the President of Kazakhstan", "the Kazakh leader") can mean who holds the role `held`.

    Every telling word asked for must be in the role; a deputy, acting or former holder is not the holder.
    """
    if asked == held:
        return True
    ask, have = _telling(asked, language), _telling(held, language)
    if ask.lessened != have.lessened:
        return False
    offices = all(any(way in have.offices for way in (o, *language.leaders.get(o, ()))) for o in ask.offices)
    words = ask.words - ask.bodies if ask.countries else ask.words
    return bool(ask.offices) and offices and ask.countries <= have.countries and words <= have.words


@dataclass(frozen=True, slots=True)
class _Telling:
    offices: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    bodies: frozenset[str]
    lessened: frozenset[str]


def _telling(role: str, language: Language) -> _Telling:
    """The words of a role that tell it from another."""
    parts = pieces(role, language)

    def of(codes: str) -> frozenset[str]:
        return frozenset(piece.base for piece in parts if piece.code in codes)

    countries = frozenset(p.base for p in parts if p.base in _countries(language) and p.code in "CbB")
    return _Telling(of("O"), countries, of("NUBbx") - countries, of("Bb") - countries, of("Mm"))


def _countries(language: Language) -> frozenset[str]:
    return frozenset(forms[0] for forms in language.countries)


def people(texts: Iterable[str], language: Language, labels: Sequence[str] = ()) -> People:
    """Everybody whom the labels and then the texts (headline, lead, narration) introduce, labels first."""
    cleaned = [_BRACKETS.sub(" ", label).strip() for label in labels]
    written = [*_labelled_names(cleaned, language), *_names_in(texts, language)]
    return _gathered(written, language)


def _labelled_names(labels: Sequence[str], language: Language) -> list[Named]:
    """Names from labels; a name that stands alone in one label tells where it begins in another."""
    alone = {fold(n.name) for n in (named(label, language) for label in labels) if n.name and not n.role}
    known = frozenset(name for name in alone if " " in name)
    return [named(label, language, known) for label in labels]


def _names_in(texts: Iterable[str], language: Language) -> list[Named]:
    found: list[Named] = []
    for text in texts:
        runs = segments(text, language)
        for i, (start, end, code) in enumerate(runs):
            name = named(text[start:end], language)
            following = runs[i + 1] if i + 1 < len(runs) else None
            if not name.role and following and text[end : following[0]].strip(" thea") == ",":
                role = named(text[following[0] : following[1]], language)
                if "O" in following[2] and not role.name:
                    name = Named(name.name, role.role)
            if name.name and (name.role and "O" in code + (following[2] if following else "") or " " in name.name):
                found.append(name)
    return found


def _gathered(written: Sequence[Named], language: Language) -> People:
    """One Person a name; a short name that is part of exactly one longer name belongs to it."""
    roles: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for one in written:
        if one.name:
            name = proper(one.name, language)
            key = _glued(name)
            if key not in names or name.count(" ") > names[key].count(" "):
                names[key] = name
            kept = roles.setdefault(key, [])
            if one.role and one.role not in kept:
                kept.append(one.role)
    for key in sorted(names, key=lambda k: names[k].count(" ")):
        words = fold(names[key]).split()
        longer = [k for k in names if k != key and len(names[k]) > len(names[key]) and _contains(names[k], words)]
        if len(longer) == 1:
            roles[longer[0]] = list(dict.fromkeys([*roles[longer[0]], *roles.pop(key)]))
            del names[key]
    persons = tuple(Person(name, tuple(roles[key])) for key, name in names.items())
    by_word: dict[str, tuple[Person, ...]] = {}
    for person in persons:
        for word in fold(person.name).split():
            by_word[word] = (*by_word.get(word, ()), person)
    return People(language, persons, {_glued(p.name): p for p in persons}, by_word)
