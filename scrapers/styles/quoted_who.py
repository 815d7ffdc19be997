"""Which person of the page a clause beside a quotation means, or nobody: names, short names, offices, pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from scrapers import roles
from scrapers.declension import GENITIVE, in_nominative, is_owned
from scrapers.languages import Language, fold
from scrapers.names import named
from scrapers.people import people
from scrapers.pieces import glued, letters, phrase_in
from scrapers.speakers import People, Person, Speaker, nominatives
from scrapers.styles.parts import Page
from scrapers.styles.quoted_runs import Source, pieces
from scrapers.styles.quoted_verb_last import phrases

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĖĘĚĞĢĪİĶĻĽŁŃŅŇŐŘŚŞŠŤŪŮŰŹŻŽƏА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ"
_FIRST = re.compile(rf"(?:^|(?<=[.!?…:;»”\"“«„(—–-] )|(?<=[\"“«„(]))[{_CAPITAL}]\w*")
_PLACE = re.compile(
    rf"(?<=[a-zа-яё] )[{_CAPITAL}][\w-]+[аыияей](?= [{_CAPITAL}][\w-]+ [{_CAPITAL}][\w-]+)(?! \w+(?:вич|вна)\b)"
)
_TWO = re.compile(rf"(?<!\w)([{_CAPITAL}][\w-]+ [{_CAPITAL}][\w-]+) (?=[{_CAPITAL}][\w-]+ [{_CAPITAL}][\w-]+)")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\. ?(?=\w{2})")
_WOMAN = re.compile(r"(?:ova|eva|ina|skaya|ова|ева|ёва|ина|ская|qızı|кызы)$")
_MAN = re.compile(r"(?:ov|ev|sky|skiy|ski|ов|ев|ёв|ский|oğlu|оглы)$")
_MOST_PARAGRAPHS, _MOST_CHARACTERS = 80, 1500
_SEVERAL = frozenset({"they", "они", "onlar"})
_SHE, _HE = frozenset({"she", "она", "sie"}), frozenset({"he", "он", "er"})
_NEAR = 3  # paragraphs a pronoun reaches back


@lru_cache(maxsize=32)
def _no_names(language: Language) -> frozenset[str]:
    return frozenset((*language.openers, *language.pronouns))


@lru_cache(maxsize=32)
def _roles(language: Language) -> frozenset[str]:
    """Words that are no part of a name: offices and countries."""
    return _countries(language) | frozenset((*language.offices, *language.titles, *language.modifiers))


@lru_cache(maxsize=32)
def _countries(language: Language) -> frozenset[str]:
    return frozenset(form for forms in language.countries for form in forms)


def _is_of_office(place: re.Match[str], language: Language) -> bool:
    """Whether a capitalised word before a name is a country's or an institution's, or the next one is."""
    following = place.string[place.end() + 1 : place.end() + 40].split(" ")[0]
    listed = _countries(language) | frozenset(language.bodies)
    return fold(place[0]) in listed or fold(following) in language.bodies


def calmed(text: str, language: Language) -> str:
    """The text with small letters where a capital only begins a sentence, or a place stands beside a name."""
    none = _no_names(language)
    text = _INITIALS.sub("", text)
    text = _FIRST.sub(lambda m: m[0].lower() if fold(m[0]) in none else m[0], text)
    if language.word_order == "verb last":
        return "; ".join(phrases(text, language))
    return (
        _PLACE.sub(
            lambda m: m[0] if _is_of_office(m, language) else m[0].lower(),
            _TWO.sub(lambda m: m[0] if _roles(language) & set(fold(m[0]).split()) else m[1] + "; ", text),
        )
        if language.word_order == "free"
        else text
    )


@dataclass(slots=True)
class Trail:
    """What the reader has met so far: narration by paragraph, who was last said to speak and where."""

    narration: list[tuple[int, str]] = field(default_factory=list)
    last: Speaker | None = None
    last_at: int = -_NEAR - 1

    def recent(self, index: int) -> list[tuple[int, str]]:
        """The narration of the few paragraphs before this one, one entry a paragraph."""
        return [(at, text) for at, text in self.narration[-_NEAR - 2 :] if at < index]


@dataclass(frozen=True)
class Cast:
    """The people of a page as its narration introduces them, beside those its labels and lead do."""

    page: Page

    @cached_property
    def people(self) -> People:
        """Everybody whom headline and paragraphs name, read without what only looks like a name."""
        texts = [self.page.headline, *(p.words[:_MOST_CHARACTERS] for p in self.page.paragraphs[:_MOST_PARAGRAPHS])]
        return people([calmed(text, self.page.language) for text in texts], self.page.language)

    @cached_property
    def _asked(self) -> dict[Source, Speaker]:
        """What named() has answered before: a page asks for the same few people again and again."""
        return {}

    def named(self, source: Source) -> Speaker:
        """Who a phrase means. `name` is None where the page does not say, and `how` tells why."""
        if source not in self._asked:
            self._asked[source] = self._named(source)
        return self._asked[source]

    def _named(self, source: Source) -> Speaker:
        printed = _INITIALS.sub("", source.printed or "") or source.printed or ""
        speaker = self.people.resolve(printed)
        if speaker is None or speaker.how in ("name as printed", "office of nobody named here"):
            other = self.page.people.resolve(printed)
            speaker = other if other and other.name and other.how != "name as printed" else speaker
        if speaker is None:
            return Speaker(None, None, "no person named")
        if self._is_firm(speaker):
            return Speaker(None, None, "an institution, no person")
        if (
            "according" in source.how
            and self.page.language.word_order == "free"
            and speaker.how in ("full name", "name as printed")
        ):
            return self._nominative(printed) or Speaker(
                None, speaker.role, "a name in a case, nowhere in the nominative"
            )
        if "according" in source.how and self.page.language.word_order == "verb last" and speaker.how == "full name":
            return self._nominative(printed) or speaker
        if self._declined(speaker.name, printed, source):
            return Speaker(None, speaker.role, "a name in the case of an object")
        if speaker.how == "name as printed" and speaker.name and not self._is_full(speaker.name, printed, source):
            return Speaker(None, speaker.role, "a name the page does not introduce")
        return speaker

    def _is_firm(self, speaker: Speaker) -> bool:
        """Whether a name ends as that of a company or club, and nobody says what office its bearer holds."""
        return bool(speaker.name and not speaker.role and fold(speaker.name).split()[-1] in self.page.language.firms)

    def _nominative(self, printed: str) -> Speaker | None:
        """The person of the page whose name this is in another case."""
        language = self.page.language
        who = named(printed, language)
        plain = in_nominative(who.name or "", language, GENITIVE)
        if plain and " " in plain:
            role = roles.in_nominative(who.role, language) if who.role else None
            person = self.people.by_name.get(glued(plain)) or Person(plain, (role,) if role else ())
            return self.people.speaker(person, role, "full name in another case")
        for form in nominatives(printed, language)[1:]:
            if known := self.people.by_name.get(glued(form)):
                return self.people.speaker(known, None, "full name in another case")
        return None

    def _declined(self, name: str | None, printed: str, source: Source) -> bool:
        """Whether the name is that of a person on the page, but stands in a case that is not the subject's."""
        if not name or self.page.language.word_order != "free" or "according" in source.how:
            return False
        last = fold(printed.split()[-1])
        return (
            last not in fold(name).split()
            and last.startswith(fold(name.split()[-1])[:3])
            and "typing" not in source.how
        )

    def _is_full(self, name: str, printed: str, source: Source) -> bool:
        """Whether a name that stands nowhere else may be taken as it is: a full one in the nominative."""
        if name[:1].islower() or ("according" in source.how and self.page.language.word_endings):
            return False
        if " " not in name and is_owned(name, self.page.language):
            return False
        code = letters(pieces(printed, self.page.language))
        return " " in name or bool(re.search(r"[OTt][CBbc]*N$", code))

    def mentioned(self, text: str) -> dict[str, Speaker]:
        """The people a stretch of narration names, by name: those the page knows and full names."""
        found = {}
        for mention in self.people.mentions(calmed(text[-600:], self.page.language)):
            speaker = mention.speaker
            if (
                speaker.name
                and not self._is_firm(speaker)
                and (speaker.how != "name as printed" or " " in speaker.name)
            ):
                found[speaker.name] = speaker
        return found

    def _another(self, before: str, last: str | None) -> bool:
        """Whether narration speaks of somebody else than who spoke last, by an office, a title or as a relative."""
        language = self.page.language
        if phrase_in(fold(before[-600:]), language.kin):
            return True
        text = calmed(before[-600:], language)
        others = (one for one in self.people.mentions(text) if one.speaker.name != last)
        return any(not set("OT").isdisjoint(letters(pieces(one.printed, language))) for one in others)

    def pronoun(self, printed: str | None, before: str, index: int, trail: Trail) -> Speaker:
        """Whom a pronoun (or a verb without a subject) means: the one person it can be, else nobody.

        `before` is the narration of this paragraph since somebody was last said to speak in it.
        """
        if fold(printed or "") in _SEVERAL:
            return Speaker(None, None, "a pronoun that fits nobody or several")
        here = self.mentioned(before)
        if not here and trail.last and self._another(before, trail.last.name):
            return Speaker(None, None, "a pronoun that fits nobody or several")
        if not here and trail.last and index - trail.last_at <= _NEAR:
            between = [text for at, text in trail.recent(index) if trail.last_at < at]
            others = self.mentioned(" ".join(between)).keys() - {trail.last.name}
            here = {} if others else {trail.last.name or "": trail.last}
        elif not here and not trail.last:
            here = self.mentioned(" ".join(text for at, text in trail.recent(index) if index - at == 1))
        if len(here) != 1:
            return Speaker(None, None, "a pronoun that fits nobody or several")
        speaker = next(iter(here.values()))
        if not speaker.name or _other_sex(printed, speaker.name):
            return Speaker(None, None, "a pronoun that fits nobody or several")
        return Speaker(speaker.name, speaker.role, "the one person a pronoun can mean")


def _other_sex(pronoun: str | None, name: str) -> bool:
    """Whether a name ends as those of the other sex do, where its language shows it."""
    said, last = fold(pronoun or ""), fold(name)
    return bool((said in _SHE and _MAN.search(last)) or (said in _HE and _WOMAN.search(last)))
