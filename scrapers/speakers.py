"""Who is meant: a name, a short form or an office as printed, led back to one person of the page, or to nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from scrapers.declension import in_nominative, is_oblique
from scrapers.languages import Language, fold
from scrapers.names import Named, named, named_in, proper, proper_role
from scrapers.pieces import Piece, glued, pieces
from scrapers.roles import Offices, fits, fullest, in_case
from scrapers.segments import segments

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")  # `T.`, `T.A.`
_ARABIC = re.compile(r"^(?:a[ldnrstz]|el|ash|ul|аль|эль|ан|ас|ар)-")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,2}[^\W\d_]\.?")  # `J.D.`, and no name
_SHORTEST_GLUED = 10
_MOST_COMPARED = 200


class Speaker(NamedTuple):
    """Whose words they are. `name` is None where the page does not say, or names two it could be; `how` is why."""

    name: str | None
    role: str | None
    how: str


class Mention(NamedTuple):
    """A person named in running words: `words[start:end]` is the phrase, `speaker` who it is."""

    start: int
    end: int
    printed: str
    speaker: Speaker


class Person(NamedTuple):
    """Somebody a page introduces: the full name and the roles it is printed with, the most telling first."""

    name: str
    roles: tuple[str, ...] = ()


class Phrase(NamedTuple):
    """What is printed to say who speaks, without its bracketed notes, and its pieces."""

    words: str
    parts: tuple[Piece, ...]

    @classmethod
    def of(cls, printed: str, language: Language) -> Phrase:
        """A label or another phrase, read once."""
        words = without_brackets(printed)
        return cls(words, pieces(words, language))

    def named(self, language: Language, known: frozenset[str] = frozenset()) -> Named:
        """The name and the role in it."""
        return named_in(self.words, self.parts, language, known)


@dataclass(frozen=True)
class People:
    """The people of one page, by glued name and by every word of the name, and the phrases that introduced them; made
    by people(), it learns only answers."""

    language: Language
    persons: tuple[Person, ...] = ()
    by_name: dict[str, Person] = field(default_factory=dict, repr=False, compare=False)
    by_word: dict[str, tuple[Person, ...]] = field(default_factory=dict, repr=False, compare=False)
    known: frozenset[str] = frozenset()
    phrases: Mapping[str, Phrase] = field(default_factory=dict, repr=False, compare=False)
    _answers: dict[str, Speaker | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The full names, in order of introduction."""
        return tuple(person.name for person in self.persons)

    @cached_property
    def _offices(self) -> Offices:
        return Offices((person.roles for person in self.persons), self.language)

    @cached_property
    def _by_initials(self) -> Mapping[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.persons:
            found["".join(sorted(word[0] for word in fold(person.name).split()))].append(person)
        return found

    def resolve(self, printed: str) -> Speaker | None:
        """Who `printed` means on this page: a full name, a name with an office or title, a short form, an office.

        None if it names nobody; a Speaker without a name if it names somebody the page does not let us tell apart.
        """
        if printed not in self._answers:
            phrase = self.phrases.get(printed) or Phrase.of(printed, self.language)
            self._answers[printed] = self._meant(phrase.named(self.language, self.known))
        return self._answers[printed]

    def holders(self, printed: str) -> list[Person]:
        """Everybody on the page whom an office as printed may mean."""
        role = named(without_brackets(printed), self.language).role
        return self._holding(role) if role else []

    def mentions(self, words: str) -> tuple[Mention, ...]:
        """The people named in a sentence, in order: full names, short forms, offices (`the President of X`).

        A full name the page has not introduced is a mention all the same.
        """
        found = []
        for start, end, code in segments(words, self.language):
            speaker = self.resolve(words[start:end])
            if speaker and (speaker.name or "O" in code):
                found.append(Mention(start, end, words[start:end], speaker))
        return tuple(found)

    def speaker(self, person: Person, role: str | None, how: str) -> Speaker:
        """That person, with the role at its fullest; nobody by name where the page prints it in another case only."""
        if is_oblique(person.name, self.language) and all(in_case(own, self.language) for own in person.roles or ("",)):
            return Speaker(None, None, "a name in a case, nowhere in the nominative")
        return Speaker(person.name, fullest(person.roles, role, self.language), how)

    def _meant(self, label: Named) -> Speaker | None:
        """Who a label's name means, or its office alone."""
        if label.name:
            return self._of_name(label.name, label.role)
        return self._of_office(label.role) if label.role else None

    def _holding(self, role: str) -> list[Person]:
        return [self.persons[number] for number in self._offices.holders(role)]

    def _of_name(self, printed: str, role: str | None) -> Speaker:
        """Who a name means; the name as printed if the page introduces nobody it could be."""
        name = proper(printed, self.language)
        if person := self.by_name.get(glued(name)):
            return self.speaker(person, role, "full name")
        shown = proper_role(role, self.language) if role else None
        forms = nominatives(name, self.language)
        for form in forms[1:]:
            if person := self.by_name.get(glued(form)):
                return self.speaker(person, role, "full name")
        if _INITIALS.fullmatch(name) and len(whose := self._by_initials.get(_initials(name), [])) == 1:
            return self.speaker(whose[0], role, "initials")
        for form in forms:
            fitting = self._short(form, role)
            if len(fitting) == 1:
                return self.speaker(fitting[0], role, "short name")
            if fitting:
                return Speaker(None, shown, "the name fits two people")
        return self._misspelt(name, role) or Speaker(name, shown, "name as printed")

    def _short(self, name: str, role: str | None) -> Sequence[Person]:
        """Whom a part of a name may mean: those whose last name it is, else any name; initials and a role narrow it."""
        words, some = short_words(name), list[Person]()
        if words:
            some = [p for p in self.by_word.get(words[-1], ())[:_MOST_COMPARED] if is_short(name, p.name)]
        last = [p for p in some if fold(p.name).split()[-len(words) :] == words or name_words(p.name)[-1:] == words]
        return self._narrowed(last or some, role)

    def _narrowed(self, fitting: Sequence[Person], role: str | None) -> Sequence[Person]:
        """Of several people, those who hold the role, else those of whom the page says no role."""
        if len(fitting) < 2 or not role:
            return fitting
        holding = [p for p in fitting if any(fits(role, own, self.language) for own in p.roles)]
        return holding or [p for p in fitting if not p.roles] or fitting

    def _misspelt(self, name: str, role: str | None) -> Speaker | None:
        """The one person whose name differs by one letter inside a word, or is glued to an office.

        A difference at the end may make it another person's name (Aliyev, Aliyeva) and counts as none.
        """
        key = glued(name)
        if len(key) < _SHORTEST_GLUED or len(self.by_name) > _MOST_COMPARED:
            return None
        near = [p for known, p in self.by_name.items() if known[-2:] == key[-2:] and _one_off(known, key)]
        if len(near) == 1:
            return self.speaker(near[0], role, "name with a typing error")
        ends = [p for known, p in self.by_name.items() if " " in p.name and key.endswith(known)]
        return self.speaker(ends[0], role, "name glued to an office") if len(ends) == 1 and " " not in name else None

    def _of_office(self, role: str) -> Speaker:
        """The one person on the page who holds an office; nobody if two do, or none."""
        fitting = self._holding(role)
        if len(fitting) == 1:
            return self.speaker(fitting[0], role, "office")
        why = "the office fits two people" if fitting else "office of nobody named here"
        return Speaker(None, proper_role(role, self.language), why)


def without_brackets(label: str) -> str:
    """A label without its bracketed notes: (retranslated), (Leeds East), (00:14)."""
    return (_BRACKETS.sub(" ", label) if "(" in label or "[" in label else label).strip()


def short_words(name: str) -> list[str]:
    """The folded words of a name but its initials."""
    return [word for word in fold(name).split() if not (word[-1] == "." and _INITIAL.fullmatch(word))]


def name_words(name: str) -> list[str]:
    """The folded words of a name; of one with an Arabic article also what stands behind it (`al-Rifai`: `rifai`)."""
    words = fold(name).split()
    return [*words, *(rest for word in words if "-" in word and (rest := _ARABIC.sub("", word)) != word)]


def is_short(name: str, full: str) -> bool:
    """Whether a name (`Tokayev`, `K. Tokayev`) can be short for a full one: its words and initials stand in it."""
    words, whole = fold(name).split(), name_words(full)
    initials = [word[0] for word in words if _INITIAL.fullmatch(word)]
    plain = {word for word in words if not _INITIAL.fullmatch(word)}
    return plain <= set(whole) and set(initials[:1]) <= {word[0] for word in whole if word not in plain}


def _initials(name: str) -> str:
    """The letters of initials in the order of the alphabet: `J. D.` and `D. J.` are of one person."""
    return "".join(sorted(filter(str.isalpha, fold(name))))


def _one_off(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) < 2 and DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1


def nominatives(name: str, language: Language) -> tuple[str, ...]:
    """The name, then what it may be without the case ending of its last word, then of every word.

    >>> from scrapers.languages import language
    >>> nominatives("Ilham Aliyev's", language("en"))
    ("Ilham Aliyev's", 'Ilham Aliyev')
    """
    *first, last = name.split(" ")
    forms = [name]
    if plain := in_nominative(name, language):
        forms.append(plain)
    for bare in _bared(last, language):
        forms += [" ".join([*first, bare]), " ".join([*(next(_bared(word, language), word) for word in first), bare])]
    return tuple(dict.fromkeys(forms))


def _bared(word: str, language: Language) -> Iterator[str]:
    """A word without each case ending it may carry, the longest ending first."""
    folded = fold(word)
    for ending, base in language.name_endings:
        if folded.endswith(ending) and len(word) - len(ending) > 1:
            yield without_ending(word, ending, base)


def without_ending(word: str, ending: str, base: str) -> str:
    """A word without its case ending; letters that stay are as printed (`Yalçının`: `Yalçın`, with its dotless i)."""
    stem = len(word) - len(ending)
    return word[: stem + len(base)] if ending.startswith(base) else word[:stem] + base
