"""Who has the floor: a walk over the marked paragraphs that gathers each speaker's words into a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scrapers.names import proper
from scrapers.records import Role, Statement
from scrapers.speakers import People, Speaker, without_brackets
from scrapers.styles.parts import Found, Mark, Opening, Page

_DASH = re.compile(r"[-–—―]\s*(?=\S)")
_LONGEST_ACRONYM = 4
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
    for index, paragraph in enumerate(page.paragraphs):
        mark = marks.get(index)
        if mark and (mark.closes or mark.opens):
            turn = _Turn(mark.opens) if mark.opens else None
            turns += [turn] if turn else []
        if turn and (mark is None or mark.words_from is not None):
            _gather(turn, index, paragraph.words[(mark.words_from or 0) if mark else 0 :])
    turns = [turn for turn in turns if any(turn.words)]
    speakers = _speakers((turn.opening for turn in turns), page.people)
    return [_found(turn, speakers.get(turn.opening)) for turn in turns]


def _gather(turn: _Turn, index: int, words: str) -> None:
    """Add a paragraph; the dash that opens a speech is not part of its words."""
    if not turn.words:
        dash = _DASH.match(words)
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
    for opening, speaker in found.items():
        if speaker.how == "the office fits two people":
            left = [person for person in people.holders(opening.who or "") if person.name not in labelled]
            if len(left) == 1:
                found[opening] = people.speaker(left[0], None, "office of the one without a label")
    return found
