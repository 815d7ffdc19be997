"""Whom a pronoun beside a quotation means: the one person it can be, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapers.languages import fold
from scrapers.pieces import letters, phrase_in
from scrapers.speakers import Mention, Speaker
from scrapers.styles.quoted_calm import calmed
from scrapers.styles.quoted_clauses import doer, reported
from scrapers.styles.quoted_runs import ASIDE, Source, pieces
from scrapers.styles.quoted_sentences import first_end, sentences
from scrapers.styles.quoted_sexes import fits, known_sex, sex_of
from scrapers.styles.quoted_who import ATTRIBUTIVE, PRINTED, Cast, Sex

_SEVERAL = frozenset({"they", "они", "onlar"})
_SEXES: dict[str, Sex] = {
    "she": "woman",
    "она": "woman",
    "тот": "man",
    "та": "woman",
    "sie": "woman",
    "he": "man",
    "он": "man",
    "er": "man",
}
_DOES = re.compile(
    r"(?:\s\([^)]{1,12}\))?(?:,|\s(?:\w+(?:ed|л|ла|лся|лась)|was|is|has|had|who|did|does|met|went|came|took|got|made|ran|won|lost|left|sat|stood|"
    r"spoke|began|became|knew|thought|felt|grew|can|can't|cannot|could|would|will|may|might|should|doesn't|didn't|isn't|"
    r"wants|lives|works|thinks|knows|feels|agrees|shrugs|laughs|smiles|nods|sees|looks|remembers|hopes|plans|likes|loves|"
    r"war|ist|hat|hatte|wird|will|kann|zeigte|gab|kam|ging|sieht|reagierte)\b)"
)
_LED = re.compile(r"(?:(?:And|But|Still|Then|Yet|Und|Aber|И|Но|А),?\s)?([^\W\d_]+)\s")
_ALIKE = re.compile(r"\b(?:with|mit|с|со)\s(?:\w{1,12}\.?\s)?$")  # X met with Y: either may be meant
_SUBORDINATE = frozenset(
    {"when", "as", "while", "after", "before", "once", "because", "although", "though", "if", "когда"}
)
_ARTICLE = re.compile(r"\b(?:the|der|die)\s*$", re.IGNORECASE)
_SOON = 5
_ASIDES = ASIDE - {"with", "mit", "с", "со"}
_DATELINE = re.compile(r"^[A-ZÄÖÜİŞÇĞ]{3,}(?: [A-Z]{2,})*(?:,[^—–|(-]{1,20})?(?: ?\([^)]{2,20}\))?\s[—–|-]\s")
_GOES_ON = re.compile(r"[\s,]*[a-zа-яё]")
_COLON = re.compile(r"(?<=\w): (?=[^\W\d_a-zа-яё])")
_JOINED = re.compile(r"\b(?:and|und|и)\s(?:\w{1,12}\.?\s)?$")  # X and Y did: neither alone
_ACTS = re.compile(_DOES.pattern.replace("(?:,|", "(?:", 1))
_PASSIVE = re.compile(r"\b(?:was|were|been|wurde|был|была)\s(?!asked\b)\w+(?:ed|en|ан|ана|ена)\b")
_ASKED = re.compile(r"\b(?:was|were) (?:\w{3,12} )?asked\b")
ASKS = re.compile(
    r"\b(?:asked|asks|pressed|questioned|challenged|wanted to know|fragte|fragt"
    r"|спросил[аи]?|спрашивает|поинтересовал(?:ся|ась|ись))\b"
)
_OF_WHOM = re.compile(r"(?:Of|About|To)\s[^,.]{2,60}\s(?:s?he)\b")  # Of Ms Bell he said
_OF_A_COLLEAGUE = re.compile(r"\b(?:onun|özünün) (?:\S+ ){0,4}?(?:həmkari|müavini|köməkçisi|vəkili|oğlu|qizi)\b")
"""After a sentence that ends with somebody's colleague a pronoun may mean either."""
_OPENING = 600  # as far as who is mentioned is read
_NEAR = 3  # paragraphs a pronoun reaches back
_REACH = 900
MOST_TOLD = 1200  # characters of narration that may tell who speaks next
_NOBODY = Speaker(None, None, "a pronoun that fits nobody or several")


@dataclass(slots=True)
class Trail:
    """What the reader has met so far: narration by paragraph, who was last said to speak and where."""

    narration: list[tuple[int, str]] = field(default_factory=list)
    last: Speaker | None = None
    last_at: int = -_NEAR - 1
    rest: str = ""  # what that paragraph tells after the words
    asked: bool = False  # whether those words were a question, so that what follows may be the answer

    def tell(self, index: int, text: str) -> None:
        """Keep what a paragraph tells, as far as a later one may ask for it."""
        self.narration.append((index, text[-MOST_TOLD:]))

    def before(self, index: int) -> Iterable[tuple[int, str]]:
        """The narration of the few paragraphs before this one, the nearest first, one entry a paragraph."""
        return ((at, text) for at, text in reversed(self.narration[-_NEAR - 2 :]) if index - _NEAR <= at < index)


def meant(printed: str | None, before: str, index: int, cast: Cast, trail: Trail) -> Speaker:
    """Whom a pronoun (None: a verb without a subject) means: the one person it can be, else nobody.

    `before` is the narration of this paragraph since somebody was last said to speak in it. Reads backwards from there:
    whoever a sentence says to have said something is meant, if it names nobody else after that whom the pronoun fits;
    a person who is only named is meant if nobody else is.
    """
    said = fold(printed or "")
    if said in _SEVERAL:
        return _NOBODY
    sex = _SEXES.get(said) or sex_of("", said, cast.page.language)  # she; the businesswoman
    speaker = _fitted(sex, before, index, cast, trail)
    if sex and speaker.name and not cast.sexes.get(speaker.name):
        cast.sexes[speaker.name] = sex
    return speaker


def _fitted(sex: Sex | None, before: str, index: int, cast: Cast, trail: Trail) -> Speaker:
    """The one person whom a pronoun of this sex can mean, else nobody."""
    found, others = _told(before[-_REACH:], sex, cast)
    if found or others:
        return _one(others | found)
    told = _statements(before[-_REACH:])
    others_told = " ".join(one for one in told if not _is_led(one, sex) and not _OF_WHOM.match(one))
    if trail.last and _another(others_told, trail.last.name, cast):
        return _NOBODY
    for at, text in ((index, ""), *trail.before(index)):
        if at == trail.last_at:
            rest = trail.rest[-_REACH:] if at < index else ""
            tail = first_end(rest) if _GOES_ON.match(rest) else 0  # the end of the sentence that says who spoke
            found, named = _told(rest[tail:], sex, cast)
            named |= _rivals(rest, cast.people.mentions(rest[:tail]), sex, cast) if tail else {}
            if found:
                return _one(others | named | found)
            others |= named
            last = {trail.last.name or "": trail.last} if trail.last and fits(trail.last, sex, cast) else {}
            return _one(others | last)
        found, named = _told(text[-_REACH:], sex, cast)
        others |= named
        if found or len(others) > 1:
            return _one(others | found)
    return _one(others)


def _told(text: str, sex: Sex | None, cast: Cast) -> tuple[dict[str, Speaker], dict[str, Speaker]]:
    """Whom the last telling sentence of a narration says to have said something, and who else is named after it."""
    language = cast.page.language
    others: dict[str, Speaker] = {}
    for sentence in reversed(_statements(text)):
        source = reported(sentence, language)
        said = fold(source.printed or "") if source and source.pronoun else ""
        again = bool(said) and _SEXES.get(said) == sex
        if not again and _is_led(sentence, sex):
            continue
        if source and not source.pronoun:
            speaker = cast.named(source)
            if speaker.name and fits(speaker, sex, cast):
                return {speaker.name: speaker}, others
        if source is None and _OF_A_COLLEAGUE.search(fold(sentence)):
            return {}, {"": _NOBODY, " ": _NOBODY}
        before = sentence[: max(0, fold(sentence).rfind(f" {said} "))] if again else sentence  # up to the pronoun
        named = {name: one for name, one in cast.mentioned(before).items() if fits(one, sex, cast)}
        acting = _acting(sentence, named, sex, cast)
        if acting and (again or not others.keys() - acting.keys()):
            return acting, others
        others |= named
    return {}, others


def _is_led(sentence: str, sex: Sex | None) -> bool:
    """Whether a sentence begins with a pronoun of this sex, and so goes on about whoever was spoken of."""
    led = _LED.match(sentence) if sex else None
    return led is not None and _SEXES.get(fold(led[1])) == sex


def _statements(text: str) -> list[str]:
    """The sentences of a narration, apart also at a colon that another one follows: `It was clear: Bell cited X.`"""
    return [part for sentence in sentences(text) for part in _COLON.split(sentence.lstrip(" …"))]


def _acting(sentence: str, named: dict[str, Speaker], sex: Sex | None, cast: Cast) -> dict[str, Speaker]:
    """Whom a sentence is about: it begins with a person who does something, and nobody else in it rivals that one."""
    if not named or not _begins(sentence, cast):
        return {}
    if len(named) == 1:
        return named
    first, *others = _people(sentence, cast)
    speaker = cast.named(Source(first.printed, ""))
    if not speaker.name or not fits(speaker, sex, cast):
        return {}
    near = others if _PASSIVE.search(sentence) else [o for o in others if _is_met(sentence[first.end : o.start])]
    rivals = _rivals(sentence, others, sex, cast) | _fitting(near, sex, cast)
    if sex and known_sex(speaker, cast) == sex:
        rivals = {name: one for name, one in rivals.items() if known_sex(one, cast) == sex}
    return {} if rivals.keys() - {speaker.name} else {speaker.name: speaker}


def _is_met(between: str) -> bool:
    """Whether a person comes so soon after the one who begins the sentence that the sentence is about both."""
    words = between.split()
    return _ALIKE.search(between) is not None or (len(words) < _SOON and _ASIDES.isdisjoint(words))


def _rivals(sentence: str, some: Iterable[Mention], sex: Sex | None, cast: Cast) -> dict[str, Speaker]:
    """Those of some people in a sentence who do something in it themselves, alone or beside another."""
    return _fitting(
        [one for one in some if _ACTS.match(sentence, one.end) or _JOINED.search(sentence, 0, one.start)], sex, cast
    )


def _fitting(some: Iterable[Mention], sex: Sex | None, cast: Cast) -> dict[str, Speaker]:
    """The people among some mentions whom a pronoun may mean, by name."""
    found: dict[str, Speaker] = {}
    for one in some:
        found |= {name: who for name, who in cast.mentioned(one.printed).items() if fits(who, sex, cast)}
    return found


def subject(before: str, index: int, cast: Cast, trail: Trail, *, telling: bool = False) -> Speaker | None:
    """Who the last sentence of a narration is about, where it begins with one person or a pronoun; None if nobody.

    `telling`: only a sentence that says what somebody said counts.
    """
    *earlier, last = sentences(before.rstrip(" …")) or [""]
    if _PASSIVE.search(last):
        return None
    asked = _ASKED.search(last) if telling else None
    source = doer(last[: asked.start()], cast.page.language) if asked else reported(last, cast.page.language)
    first = last.split(" ")[0]
    if source and source.printed and not source.pronoun:
        speaker = cast.named(source)
    elif source and source.printed:
        speaker = meant(source.printed, " ".join(earlier), index, cast, trail)
    elif telling:
        return None
    elif fold(first) in _SEXES and first[:1].isupper():
        speaker = meant(first, " ".join(earlier), index, cast, trail)
    else:
        named = cast.mentioned(last)
        speaker = next(iter(named.values())) if len(named) == 1 and _begins(last, cast) else _NOBODY
    return Speaker(speaker.name, speaker.role, "") if speaker.name else None


def _begins(sentence: str, cast: Cast) -> bool:
    """Whether a sentence begins with a person who does something in it."""
    sentence = _DATELINE.sub("", sentence)
    first = next(iter(_people(sentence[:_OPENING], cast)), None)
    if not first or not _DOES.match(sentence, first.end):
        return False
    led = _ARTICLE.sub("", sentence[: first.start]).rstrip()
    opener = fold(led.split(" ")[0])
    return not led or (led.endswith(",") and opener in cast.page.language.openers) or fold(led) in _SUBORDINATE


def _people(sentence: str, cast: Cast) -> list[Mention]:
    """The people a sentence names, without single capitalised words that the page introduces as nobody."""
    text = calmed(sentence, cast.page.language)
    some = [one for one in cast.people.mentions(text) if not ATTRIBUTIVE.match(text, one.end)]
    return [one for one in some if one.speaker.how != PRINTED or " " in (one.speaker.name or "")]


def _one(some: dict[str, Speaker]) -> Speaker:
    """The only person among some; nobody if there are several or none."""
    if len(some) != 1:
        return _NOBODY
    speaker = next(iter(some.values()))
    return Speaker(speaker.name, speaker.role, "the one person a pronoun can mean") if speaker.name else _NOBODY


def _another(before: str, last: str | None, cast: Cast) -> bool:
    """Whether narration speaks of somebody else than who spoke last, by an office, a title or as a relative."""
    language = cast.page.language
    if phrase_in(fold(before[-_REACH:]), language.kin):
        return True
    text = calmed(before[-_REACH:], language)
    others = (one for one in cast.people.mentions(text) if one.speaker.name != last)
    return any(not set("OT").isdisjoint(letters(pieces(one.printed, language))) for one in others)
