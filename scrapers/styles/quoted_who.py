"""Which person of the page a clause beside a quotation means, or nobody: names, short names, offices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from scrapers import roles
from scrapers.declension import GENITIVE, in_nominative, is_owned
from scrapers.languages import fold
from scrapers.names import named
from scrapers.people import people
from scrapers.pieces import glued, letters
from scrapers.segments import segments
from scrapers.speakers import People, Person, Speaker, nominatives
from scrapers.styles.parts import Page
from scrapers.styles.quoted_calm import CAPITAL, INITIALS, calmed, given_names
from scrapers.styles.quoted_owners import owner
from scrapers.styles.quoted_runs import Source, pieces

Sex = Literal["woman", "man"]

_ONE_OF_MANY = re.compile(r"(?:an?|one|another|ein|eine|bir)\s")
_FOR_WHOM = re.compile(r"a[xMmbBCU]*Oc.*N")
_HOUSE = re.compile(r"(?:liği|luğu|lüğü|liyi|lüyü)$")  # Sahil Güvenlik Komutanlığı
_PATRONYMIC = re.compile(r"([А-ЯЁ][а-яё]+) [А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич)")
_OWNING = re.compile(r"['’]s?$")
_SIGNS = re.compile('["“”«»„]')
_AGED_NAME = re.compile(
    rf"\d(?:-year-old|-jährige[rn]?) (?P<after>[{CAPITAL}][\w-]+)(?! [{CAPITAL}])"
    rf"|(?:^|[.!?] |\b[a-z]+ )(?P<before>[{CAPITAL}][\w-]+)(?=, an? \d+-year-old\b)"
)
"""Whom a page calls by one name and tells the age of: `40-year-old Senna`, `and Senna, a 40-year-old baker`."""
NOBODY_NAMED = "office of nobody named here"
INSTITUTION = "an institution, no person"
OFFICE_OF_TWO = "the office fits two people"
PRINTED = "name as printed"
ATTRIBUTIVE = re.compile(
    r"\s(?:campaign|administration|supporters?|backers?|aides?|allies|ally|team|rally|rallies|voters|camp|staffers?|presidency|era"
    r"|government|loyalists?|critics|fans|officials|family|foundation|voter|regime|estate|cabinet|transition|trial|trials)\b"
)
"""After these a name is only whose they are: `Bell backers`, `the Stone campaign`."""
_TWO_INITIALS = re.compile(rf"(?<![\w.])([{CAPITAL}])\. ?(?:[{CAPITAL}]\. ?)+([{CAPITAL}][\w-]+)")
_TWO_PEOPLE = "the name fits two people"
_AN = re.compile(r"(?<!\w)(?:an?|ein|eine|einen|bir)\s(?:\w+\s)?$", re.IGNORECASE)
_MIDDLE = re.compile(rf"(?<![\w.])([{CAPITAL}][\w-]+) (?:[{CAPITAL}]\. ?)+([{CAPITAL}][\w-]+)")
_INITIAL = re.compile(rf"[{CAPITAL}]\.")
_MOST_PARAGRAPHS, _MOST_CHARACTERS = 80, 1500


@dataclass(frozen=True)
class Cast:
    """The people of a page as its narration introduces them, beside those its labels and lead do."""

    page: Page

    @cached_property
    def people(self) -> People:
        """Everybody whom headline and paragraphs name, read without what only looks like a name."""
        texts = [self.page.headline, *(p.words[:_MOST_CHARACTERS] for p in self.page.paragraphs[:_MOST_PARAGRAPHS])]
        telling = (text for text in texts if "-year-old" in text or "-jährige" in text)
        aged = dict.fromkeys(m["after"] or m["before"] for text in telling for m in _AGED_NAME.finditer(text))
        return people([calmed(text, self.page.language) for text in texts], self.page.language, tuple(aged))

    @cached_property
    def _middles(self) -> dict[str, str]:
        """Names as printed with an initial in the middle or several before, by the name with none or with one."""
        texts = (p.words[:_MOST_CHARACTERS] for p in self.page.paragraphs[:_MOST_PARAGRAPHS])
        found: dict[str, str] = {}
        for text in texts:
            if _INITIAL.search(text):
                found |= {f"{m[1]} {m[2]}": m[0] for m in _MIDDLE.finditer(text)}
                found |= {f"{m[1]}. {m[2]}": m[0] for m in _TWO_INITIALS.finditer(text)}
        return found

    @cached_property
    def _asked(self) -> dict[Source, Speaker]:
        """What named() has answered before: a page asks for the same few people again and again."""
        return {}

    @cached_property
    def sexes(self) -> dict[str, Sex | None]:
        """The sexes of people as far as the page has told them, by name."""
        return {}

    def named(self, source: Source) -> Speaker:
        """Who a phrase means. `name` is None where the page does not say, and `how` tells why."""
        if source not in self._asked:
            self._asked[source] = self._as_printed(self._named(source))
        return self._asked[source]

    def _as_printed(self, speaker: Speaker) -> Speaker:
        """A speaker under the name that a reader of the page would write down: with the initial in its middle, and
        without a word that only stood before it once (`Rival Hilda Bell`)."""
        if known := self._by_patronymic(speaker.name or ""):
            return known
        name = self._middles.get(speaker.name or "", speaker.name or "")
        if name.startswith(("zum ", "zur ")):
            return Speaker(None, speaker.role, "no person named")
        if name.count(" ") > 1:
            name = self._without_lead(name)
        role = self._with_owner(speaker.role, name) if speaker.role else None
        return speaker if (name, role) == (speaker.name or "", speaker.role) else Speaker(name, role, speaker.how)

    def _with_owner(self, role: str, name: str) -> str:
        """A role with whose it is, as the page prints it before the name, in Azerbaijani."""
        if self.page.language.tag != "az" or not name:
            return role
        texts = (p.words[:_MOST_CHARACTERS] for p in self.page.paragraphs[:_MOST_PARAGRAPHS])
        whole = ((text, text.find(f"{role} {name}")) for text in texts)
        before = next((text[:at] for text, at in whole if at > 0), "")
        return f"{owner(before, role, self.page.language)}{role}" if before else role

    def _without_lead(self, name: str) -> str:
        """A long name without what only looks like a part of it: it begins with the given name that it holds."""
        women, men = given_names(self.page.language)
        words = name.split(" ")
        at = next((at for at, word in enumerate(words[:-1]) if fold(word) in women or fold(word) in men), 0)
        rest = " ".join(words[at:])
        compound = self.page.language.office_endings  # Feuerwehrkommandant Georg Ploch
        alone = at == 1 and re.search(rf"(?<!{re.escape(words[0])} ){re.escape(rest)}", self.text)
        return rest if at and (compound or alone) else name

    def _named(self, source: Source) -> Speaker:
        printed = INITIALS.sub("", source.printed or "") or source.printed or ""
        if _ONE_OF_MANY.match(fold(printed)) and _FOR_WHOM.match(letters(pieces(printed, self.page.language))):
            return Speaker(None, None, "no person named")  # a spokesman for Tom Bell
        speaker = self.people.resolve(printed)
        if speaker is None or speaker.how in (PRINTED, NOBODY_NAMED):
            other = self.page.people.resolve(printed)
            speaker = other if other and other.name and other.how != PRINTED else speaker
        if speaker and speaker.how == _TWO_PEOPLE:
            return self.first_of_name(printed) or speaker
        if speaker is None or (speaker.how == "office" and _ONE_OF_MANY.match(fold(printed))):
            return Speaker(None, speaker.role if speaker else None, "no person named")
        if self._is_firm(speaker) or (
            speaker.how == NOBODY_NAMED and "O" not in letters(pieces(printed, self.page.language))
        ):
            return Speaker(None, None, INSTITUTION)
        if (
            "according" in source.how
            and self.page.language.word_order == "free"
            and speaker.how in ("full name", PRINTED)
        ):
            return self._nominative(printed) or Speaker(
                None, speaker.role, "a name in a case, nowhere in the nominative"
            )
        if "according" in source.how and self.page.language.word_order == "verb last" and speaker.how == "full name":
            return self._nominative(printed) or speaker
        if self._declined(speaker.name, printed, source):
            return Speaker(None, speaker.role, "a name in the case of an object")
        if speaker.how == PRINTED and speaker.name and not self._is_full(speaker.name, printed, source):
            return Speaker(None, speaker.role, "a name the page does not introduce")
        return speaker

    def _by_patronymic(self, name: str) -> Speaker | None:
        """The one person on the page whose given name stands before this patronymic: `Нина Сергеевна`."""
        given = _PATRONYMIC.fullmatch(name)
        if not given:
            return None
        some = [one for one in self._by_given.get(given[1], []) if one.name != name]
        return self.people.speaker(some[0], None, "given name and patronymic") if len(some) == 1 else None

    @cached_property
    def _by_given(self) -> Mapping[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.persons:
            found[person.name.partition(" ")[0]].append(person)
        return found

    def first_of_name(self, printed: str) -> Speaker | None:
        """Of several people with one surname, who was so called before the others were introduced; None if nobody."""
        name = _OWNING.sub("", named(printed, self.page.language).name or "")
        bearers = [person for person in self.people.persons if person.name.endswith(f" {name}")]
        bearers = [one for one in bearers if not any(one.name.endswith(f" {other.name}") for other in bearers)]
        alone = (
            re.search(rf"(?:^|[^\w\s]\s?|\b(?:[a-z]+|Mrs?\.?|Ms\.?|Dr\.?)\s){re.escape(name)}\b", self.text)
            if name
            else None
        )
        before = [p for p in bearers if alone and (self.text.find(p.name) + 1 or alone.end()) < alone.start()]
        return self.people.speaker(before[0], None, "short name") if len(before) == 1 else None

    def is_met(self, speaker: Speaker, index: int) -> bool:
        """Whether the page has named a person by its paragraph `index`."""
        name = (speaker.name or "").rpartition(" ")[2]
        if name not in self._met:
            texts = (p.words for p in self.page.paragraphs)
            self._met[name] = next((at for at, text in enumerate(texts) if name in text), 0)
        return name in self.page.headline or self._met[name] <= index

    @cached_property
    def _met(self) -> dict[str, int]:
        return {}

    @cached_property
    def text(self) -> str:
        """The words of the page, a line a paragraph, without initials and marks."""
        texts = (p.words[:_MOST_CHARACTERS] for p in self.page.paragraphs[:_MOST_PARAGRAPHS])
        return "\n".join(_SIGNS.sub("", INITIALS.sub("", text)) for text in texts)

    def _is_firm(self, speaker: Speaker) -> bool:
        """Whether a name ends as that of a company or club, and nobody says what office its bearer holds."""
        language = self.page.language
        first, _, last = (speaker.name or "").rpartition(" ")
        folded = fold(last)
        if not first or not (folded in language.firms or _HOUSE.search(folded) or (last.isupper() and len(last) > 2)):
            return False
        return not (speaker.role and "O" in letters(pieces(speaker.role, language)))

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
        found: dict[str, Speaker] = {}
        text = calmed(text[-600:], self.page.language)
        for start, end, code in segments(text, self.page.language):
            if ATTRIBUTIVE.match(text, end):
                continue
            speaker = self.people.resolve(text[start:end])
            if speaker is None or (speaker.how == "office" and _AN.search(text, 0, start)):
                continue
            if speaker.how == _TWO_PEOPLE and "N" in code:
                speaker = self.first_of_name(text[start:end]) or speaker
                found[speaker.name or text[start:end]] = speaker
            elif speaker.name and not self._is_firm(speaker) and (speaker.how != PRINTED or " " in speaker.name):
                speaker = self._as_printed(speaker)
                found[speaker.name or ""] = speaker
        return found
