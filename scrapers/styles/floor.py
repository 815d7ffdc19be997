"""Who has the floor: a walk over the marked paragraphs that gathers each speaker's words into a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scrapers.records import Role, Statement
from scrapers.speakers import Speaker, without_brackets
from scrapers.styles.parts import Found, Mark, Opening, Page

_DASH = re.compile(r"[-–—―]\s*(?=\S)")


@dataclass(slots=True)
class _Turn:
    """The statement being gathered."""

    opening: Opening
    roles: list[tuple[int, Role]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def walk(page: Page, marks: dict[int, Mark]) -> list[Found]:
    """The statements that the marks part the page into, in order."""
    found: list[Found] = []
    turn: _Turn | None = None
    known: dict[str, Speaker | None] = {}
    for index, paragraph in enumerate(page.paragraphs):
        mark = marks.get(index)
        if mark and (mark.closes or mark.opens):
            _close(found, turn, page, known)
            turn = _Turn(mark.opens) if mark.opens else None
        if turn and (mark is None or mark.words_from is not None):
            _gather(turn, index, paragraph.words[(mark.words_from or 0) if mark else 0 :])
    _close(found, turn, page, known)
    return found


def _gather(turn: _Turn, index: int, words: str) -> None:
    """Add a paragraph; the dash that opens a speech is not part of its words."""
    if not turn.words:
        dash = _DASH.match(words)
        words = words[dash.end() :] if dash else words
    turn.words.append(words)
    turn.roles.append((index, "question" if turn.opening.kind == "question" else "statement"))


def _close(found: list[Found], turn: _Turn | None, page: Page, known: dict[str, Speaker | None]) -> None:
    """Keep the statement that ends here, if any words were said."""
    if not turn or not any(turn.words):
        return
    opening = turn.opening
    speaker = _speaker(opening, page, known)
    statement = Statement(
        kind=opening.kind,
        how=f"{opening.how}, {speaker.how}" if speaker else opening.how,
        paragraphs=tuple(turn.words),
        speaker=speaker.name if speaker else None,
        speaker_printed=opening.printed,
        role=speaker.role if speaker else None,
    )
    found.append(Found(statement, tuple(turn.roles)))


def _speaker(opening: Opening, page: Page, known: dict[str, Speaker | None]) -> Speaker | None:
    """Who takes the floor, asked once a printed phrase; nobody's name where the label is an anonymous one."""
    if not opening.printed or opening.how in ("label: nobody", "label: asked"):
        return None
    if opening.printed not in known:
        speaker = page.people.resolve(opening.printed)
        if opening.how == "label: word" and (
            not speaker or speaker.how in ("name as printed", "office of nobody named here")
        ):
            speaker = Speaker(without_brackets(opening.printed), None, "as printed")
        known[opening.printed] = speaker
    return known[opening.printed]
