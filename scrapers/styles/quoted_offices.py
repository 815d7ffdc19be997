"""Whom an office beside a quotation means (`the lawmaker`, `dövlət başçısı`): its holder, else whoever spoke last."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import glued, pieces
from scrapers.speakers import Speaker
from scrapers.styles.quoted_clauses import reported
from scrapers.styles.quoted_pronouns import Trail, meant
from scrapers.styles.quoted_runs import Source
from scrapers.styles.quoted_sentences import sentences
from scrapers.styles.quoted_who import NOBODY_NAMED, OFFICE_OF_TWO, Cast

_NATIONAL = re.compile(r"^\w{3,}l[iuü] ")  # italiyalı mütəxəssis
_POSSESSED = re.compile(r"(?<=\w{3})s?[iuü]$")


def held_by(source: Source, index: int, since: str, cast: Cast, trail: Trail) -> Speaker:
    """Whom a phrase of the paragraph `index` names. Where it is an office that fits nobody or several of the page, or
    only somebody whom the page comes to later, it is whoever was just said to speak and may be called so.

    `since` is the narration of that paragraph up to the words.
    """
    speaker, printed = cast.named(source), source.printed or ""
    vague = speaker.how == NOBODY_NAMED or (speaker.how == "office" and not cast.is_met(speaker, index))
    if vague and _stands_in(printed, cast.page.language):
        own = re.search(rf"(?<![\w-]){re.escape(printed)}[^.!?]*$", since)
        return meant(printed, since[: own.start()] if own else since, index, cast, trail)
    if vague or speaker.how == OFFICE_OF_TWO:
        one = _teller(since, index, cast, trail)
        holders = [person.name for person in cast.people.holders(printed)]
        if one and one.name and (one.name in holders or _is_called(printed, one, cast)):
            return Speaker(one.name, one.role, "the office of who spoke last")
    return speaker


def told_by_office(since: str, index: int, cast: Cast, trail: Trail) -> Speaker | None:
    """Who the last sentence of a narration says by an office to have said something (`Nazir bildirib ki, …`)."""
    source = reported((sentences(since.rstrip(" …")) or [""])[-1], cast.page.language)
    if source is None or not source.printed or source.pronoun:
        return None
    speaker = held_by(source, index, since, cast, trail)
    return Speaker(speaker.name, speaker.role, "") if speaker.name else None


def _stands_in(printed: str, language: Language) -> bool:
    """Whether an office as printed is what a reporter calls whoever was just named: `the lawmaker`, `депутат`."""
    article, _, rest = fold(printed).partition(" ")
    word = rest.rpartition(" ")[2] if article in ("the", "der", "die") else fold(printed)
    bases = [piece.base for piece in pieces(printed, language)] if language.word_order != "verb second" else []
    word = _NATIONAL.sub("", word) if language.word_order == "verb last" else word
    return (
        word in language.stand_ins
        or (len(bases) == 1 and bases[0] in language.stand_ins)
        or bool(language.office_endings and word.endswith(language.stand_ins))
    )


def _teller(since: str, index: int, cast: Cast, trail: Trail) -> Speaker | None:
    """Who spoke right before a quotation, in another one or as the narration before tells; None if nobody."""
    for sentence in reversed(sentences(since)):
        source = reported(sentence, cast.page.language)
        if source and (speaker := cast.named(source)).name:
            return speaker
    if trail.last and index - 2 <= trail.last_at:
        return trail.last
    for _, text in trail.before(index):
        for sentence in reversed(sentences(text)):
            source = reported(sentence, cast.page.language)
            if source and (speaker := cast.named(source)).name:
                return speaker
    return None


def _is_called(printed: str, speaker: Speaker, cast: Cast) -> bool:
    """Whether a person's role on the page is what an office as printed says, and of the same country if of any."""
    language = cast.page.language
    person = cast.people.by_name.get(glued(speaker.name or ""))
    roles = (*(person.roles if person else ()), speaker.role or "")
    own = [piece for role in roles for piece in pieces(role, language)]
    asked = pieces(printed, language)
    office = next((piece.base for piece in reversed(asked) if piece.code == "O"), None)
    abroad = {piece.base for piece in asked if piece.code == "C"} - {piece.base for piece in own}
    return office is not None and not abroad and _stem(office) in {_stem(p.words) for p in own if p.code == "O"}


def _stem(office: str) -> str:
    """The last word of an office without what says whose it is: `naziri`, `nazir`."""
    return _POSSESSED.sub("", fold(office).rpartition(" ")[2])
