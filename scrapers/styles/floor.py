"""Who has the floor: a walk over the marked paragraphs that gathers each speaker's words into a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from scrapers.languages import fold
from scrapers.names import proper
from scrapers.pieces import phrase_in
from scrapers.records import Role, Statement
from scrapers.speakers import People, Person, Speaker, without_brackets
from scrapers.styles.parts import Found, Mark, Opening, Page

_DASH = re.compile(r"(?:--|[-–—―])\s*(?=\S)")
_LONGEST_ACRONYM = 4
_LONGEST_READ = 2000
_LONGEST_OPENER = 80
_UNKNOWN = frozenset({"name as printed", "office of nobody named here"})


@dataclass(slots=True)
class _Turn:
    """The statement being gathered."""

    opening: Opening
    roles: list[tuple[int, Role]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def walk(page: Page, marks: Mapping[int, Mark]) -> list[Found]:
    """The statements that the marks part the page into, in order."""
    turns: list[_Turn] = []
    turn: _Turn | None = None
    last = _last_of_speech(page, marks)
    inside = _sub_headings(page, marks, last)
    for index, paragraph in enumerate(page.paragraphs[: last + 1]):
        mark = marks.get(index)
        if mark and (mark.closes or mark.opens) and index not in inside:
            turn = _Turn(mark.opens) if mark.opens else None
            turns += [turn] if turn else []
        if turn and (mark is None or mark.words_from is not None):
            _gather(turn, index, paragraph.words[(mark.words_from or 0) if mark else 0 :])
    turns = [turn for turn in turns if any(turn.words)]
    if not turns:
        return []
    speakers = _speakers((turn.opening for turn in turns), page.people)
    return [_found(turn, speakers.get(turn.opening)) for turn in turns]


def _headed(marks: Mapping[int, Mark]) -> int | None:
    """Where the only one who takes the floor on this page does so, if a heading or a narrator line says who."""
    openings = [(index, mark.opens) for index, mark in marks.items() if mark.opens]
    return openings[0][0] if len(openings) == 1 and openings[0][1].kind == "statement" else None


def _sub_headings(page: Page, marks: Mapping[int, Mark], last: int) -> frozenset[int]:
    """The headings inside one person's only statement: they name nobody, and below them that person goes on."""
    opened = _headed(marks)
    if opened is None:
        return frozenset()
    heads = [i for i in range(opened + 1, last + 1) if page.paragraphs[i].kind == "heading" and i in marks]
    inside: list[int] = []
    for at, index in enumerate(heads):
        until = heads[at + 1] if at + 1 < len(heads) else last + 1
        below = [page.paragraphs[i].words for i in range(index + 1, until) if i not in marks]
        if _names_somebody(page.paragraphs[index].words, page) or not any(_says_i(words, page) for words in below):
            break
        inside.append(index)
    return frozenset(inside)


def _names_somebody(words: str, page: Page) -> bool:
    """Whether a heading names a person: one of the page, a full name, or an office."""
    said = (mention.speaker for mention in page.people.mentions(words))
    return any(s.name is None or " " in s.name or s.how != "name as printed" for s in said)


def _last_of_speech(page: Page, marks: Mapping[int, Mark]) -> int:
    """Where the words of the last statement of a page end: before the paragraphs in which the reporter closes.

    They are the last ones, say neither I nor we, and the first of them has a reporter's words: an agency's name, an
    opener of background, or the speaker's own name.
    """
    opened = max((index for index, mark in marks.items() if mark.opens), default=None)
    end = len(page.paragraphs)
    if opened is None:
        return end - 1
    alone, opening = _headed(marks) is not None, marks[opened].opens
    speaker = page.people.resolve(opening.who) if opening and opening.who else None
    first = end
    words_begin = opened if marks[opened].words_from is not None else opened + 1
    for index in range(end - 1, words_begin, -1):
        words = page.paragraphs[index].words
        if index in marks and marks[index].closes:
            return end - 1
        if len(words) > _LONGEST_READ or _says_i(words, page):
            break
        first = index if _is_reporters(words, page, speaker.name if speaker else None, alone) else first
    return first - 1


def _says_i(words: str, page: Page) -> bool:
    return bool(phrase_in(fold(words.partition("://")[0]), page.language.first_person))


def _is_reporters(words: str, page: Page, speaker: str | None, alone: bool) -> bool:
    """Whether a paragraph that says neither I nor we shows that a reporter wrote it.

    Of the openers of background only reminders count where several people speak: one of them may begin with `earlier`.
    """
    folded, language = fold(words), page.language
    if phrase_in(folded, language.reporters) or (speaker and phrase_in(folded, (fold(speaker),))):
        return True
    background = language.background if alone else language.reminders
    opener = phrase_in(folded[:_LONGEST_OPENER], (*background, *language.closings))
    return bool(opener and opener.start() == 0)


def _gather(turn: _Turn, index: int, words: str) -> None:
    """Add a paragraph; the dash that opens a speech is not part of its words."""
    if not turn.words:
        dash = None if words[:1].isalpha() else _DASH.match(words)
        words = words[dash.end() :] if dash else words
    turn.words.append(words)
    turn.roles.append((index, "question" if turn.opening.kind == "question" else "statement"))


def _found(turn: _Turn, speaker: Speaker | None) -> Found:
    opening = turn.opening
    statement = Statement(
        kind=opening.kind,
        how=f"{opening.how}, {speaker.how}" if speaker else opening.how,
        paragraphs=tuple(turn.words),
        speaker=speaker.name if speaker else None,
        speaker_printed=opening.printed,
        role=speaker.role if speaker else None,
    )
    return Found(statement, tuple(turn.roles))


def _speakers(openings: Iterable[Opening], people: People) -> dict[Opening, Speaker]:
    """Whom each opening means. An office that fits two is the one's who has no label with a name on this page."""
    found: dict[Opening, Speaker] = {}
    for opening in dict.fromkeys(openings):
        speaker = people.resolve(opening.who) if opening.who else None
        if opening.how == "label: word" and (speaker is None or speaker.how in _UNKNOWN):
            printed = without_brackets(opening.printed or "")
            shown = proper(printed, people.language) if len(printed) > _LONGEST_ACRONYM else printed
            speaker = Speaker(shown, None, "as printed")
        if speaker:
            found[opening] = speaker
    labelled = {speaker.name for speaker in found.values() if speaker.name}

    @cache
    def without_label(office: str) -> list[Person]:
        return [person for person in people.holders(office) if person.name not in labelled]

    for opening, speaker in found.items():
        if speaker.how == "the office fits two people":
            left = without_label(without_brackets(opening.who or ""))
            if len(left) == 1:
                found[opening] = people.speaker(left[0], None, "office of the one without a label")
    return found
