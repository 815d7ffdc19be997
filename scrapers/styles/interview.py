"""Interviews without labels: dashes that take turns, bold or numbered questions over plain answers.

An interview must show itself twice: questions return and end in question marks, and the answers speak in the first
person, or the page announces it (`answered our questions`). Whoever answers is named only where the headline or the
opening leaves one person to be it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scrapers.languages import Language, fold
from scrapers.pieces import phrase_in
from scrapers.records import Kind, Paragraph
from scrapers.speakers import People
from scrapers.styles.parts import Introduced, Mark, Opening

_DASH = re.compile(r"[-–—―]\s*(?=\S)")
_NUMBER = re.compile(r"\d{1,3}\s*[.)]\s*(?=\S)")
_ENDS_ASKING = re.compile(r"[?؟][\"”»’)]*$")
_FEWEST_TURNS = 4
_FEWEST_QUESTIONS = 2
_LONGEST_QUESTION = 1500
_FEWEST_PLAIN = 3
_LONGEST_PLAIN = 300
_MOST_OPENING = 3
_MOST_OF_QUESTION = 2  # paragraphs below its label
_QUOTE = '"“«„‘'


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph that takes the floor: where it stands, where its words begin, whether it asks."""

    index: int
    words_from: int
    asks: bool


def interview(
    paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language, introduced: Introduced
) -> dict[int, Mark]:
    """The turns of an unlabelled interview among the paragraphs at `free`, as marks; empty if it is none."""
    dashes = _dashes(paragraphs, free)
    if _takes_turns(dashes, free):
        return _alternating(dashes, answerer(introduced()))
    announced = _is_announced(paragraphs, free, language)
    for asking in (_bold, _numbered):
        questions = [turn for i in free if (turn := asking(i, paragraphs[i]))]
        if _is_answered(questions, paragraphs, free, language, announced):
            return _answered(questions, free, answerer(introduced()))
    if announced and (interviewed := answerer(introduced())):
        questions = [turn for i in free if (turn := _plain(i, paragraphs[i]))]
        if _is_plain_interview(questions, paragraphs, free, interviewed, language):
            return _answered(questions, free, interviewed)
    return {}


def _is_plain_interview(
    questions: Sequence[_Turn],
    paragraphs: Sequence[Paragraph],
    free: Sequence[int],
    interviewed: str,
    language: Language,
) -> bool:
    """Whether an announced interview is printed with nothing to set its questions apart: they begin at once, and nobody
    speaks of the one interviewed below them."""
    if len(questions) < _FEWEST_PLAIN or questions[0].index not in free[: _MOST_OPENING + 1]:
        return False
    surname = (fold(interviewed).split()[-1],)
    apart = {turn.index for turn in questions}
    answers = (i for i in free if i > questions[0].index and i not in apart)
    if any(phrase_in(fold(paragraphs[i].words), surname) for i in answers):
        return False
    return _is_answered(questions, paragraphs, free, language, announced=True)


def _is_announced(paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language) -> bool:
    """Whether lead or opening say that an interview follows: `answered our questions`."""
    leads = [i for i, paragraph in enumerate(paragraphs[:_MOST_OPENING]) if paragraph.kind == "lead"]
    opening = (fold(paragraphs[i].words[:_LONGEST_QUESTION]) for i in (*leads, *free[:_MOST_OPENING]))
    return any(phrase_in(words, language.presents) for words in opening)


def _dashes(paragraphs: Sequence[Paragraph], free: Sequence[int]) -> list[_Turn]:
    found = []
    for index in free:
        words = paragraphs[index].words
        match = _DASH.match(words)
        if match:
            found.append(_Turn(index, match.end(), bool(_ENDS_ASKING.search(words))))
    return found


def _takes_turns(turns: Sequence[_Turn], free: Sequence[int]) -> bool:
    """Whether dashes mark turns: several, some of them questions, and most are not lists within a speech."""
    asked = sum(turn.asks for turn in turns)
    return len(turns) >= _FEWEST_TURNS and asked >= _FEWEST_QUESTIONS and len(turns) * 5 >= len(free)


def _alternating(turns: Sequence[_Turn], interviewed: str | None) -> dict[int, Mark]:
    """Question and answer in turn, if the question marks stand on one side; else turns of nobody we can tell."""
    sides = [sum(turn.asks for turn in turns[side::2]) for side in (0, 1)]
    asking = 0 if sides[0] >= sides[1] else 1
    clear = sides[asking] >= 3 * sides[1 - asking] and sides[asking] * 2 >= len(turns[asking::2])
    marks = {}
    for at, turn in enumerate(turns):
        if not clear:
            opening = Opening("turn", "dash, turns that do not say who")
        elif at % 2 == asking:
            opening = Opening("question", "dash, question in turn")
        else:
            opening = Opening("answer", "dash, answer in turn", interviewed)
        marks[turn.index] = Mark("narration", opening, turn.words_from)
    return marks


def continued(paragraphs: Sequence[Paragraph], free: Sequence[int], labels: Mapping[int, Mark]) -> dict[int, Mark]:
    """The turns that dashes alone mark after the last label of an interview, where one asks and one answers.

    Whoever had the last label is not who speaks first; question marks must not stand on the answering side.
    """
    openings = [(index, mark.opens) for index, mark in labels.items() if mark.opens]
    answering = {opens.who for _, opens in openings if opens.kind != "question"}
    if len(answering) != 1 or None in answering or all(opens.kind != "question" for _, opens in openings):
        return {}
    last, opens = max(openings, key=lambda opening: opening[0])
    turns = _dashes(paragraphs, [i for i in free if i > last])
    asking = 0 if opens.kind != "question" else 1
    if len(turns) < _FEWEST_TURNS or not any(turn.asks for turn in turns[asking::2]):
        return {}
    if any(turn.asks for turn in turns[1 - asking :: 2]):
        return {}
    answer = Opening("answer", "dash, answer in turn", next(iter(answering)))
    question = Opening("question", "dash, question in turn")
    return {
        turn.index: Mark("narration", question if at % 2 == asking else answer, turn.words_from)
        for at, turn in enumerate(turns)
    }


def below(
    paragraphs: Sequence[Paragraph], free: Sequence[int], labels: Mapping[int, Mark], introduced: Introduced
) -> dict[int, Mark]:
    """The answers that stand without a label below labelled questions, where the page introduces one person to answer.

    A question of several paragraphs ends with the one that asks.
    """
    openings = [mark.opens for mark in labels.values()]
    interviewed = answerer(introduced())
    if not interviewed or len(openings) < _FEWEST_QUESTIONS or not all(o and o.kind == "question" for o in openings):
        return {}
    marks: dict[int, Mark] = {}
    ends = dict(pairwise((*sorted(labels), len(paragraphs))))
    for index, mark in labels.items():
        at = bisect_right(free, index)
        following = [i for i in free[at : at + _MOST_OF_QUESTION + 1] if i < ends[index]]
        asked = -1 if mark.words_from is not None and _ENDS_ASKING.search(paragraphs[index].words) else 0
        while 0 <= asked < len(following) and not _ENDS_ASKING.search(paragraphs[following[asked]].words):
            asked += 1
        answer = following[asked + 1 :] if asked < len(following) else following[mark.words_from is None :]
        if answer:
            marks[answer[0]] = Mark("narration", Opening("answer", "answer below a question", interviewed), 0)
    return marks


def _bold(index: int, paragraph: Paragraph) -> _Turn | None:
    """A paragraph set apart as a whole (bold, italic or as a heading): a question if it asks."""
    words = paragraph.words
    spans = max(paragraph.bold, paragraph.italic, key=lambda some: sum(end - start for start, end in some))
    apart = sum(end - start for start, end in spans) >= 0.9 * len(words) or paragraph.kind == "heading"
    if not apart or not words or len(words) > _LONGEST_QUESTION:
        return None
    dash = _DASH.match(words)
    return _Turn(index, dash.end() if dash else 0, bool(_ENDS_ASKING.search(words)))


def _numbered(index: int, paragraph: Paragraph) -> _Turn | None:
    """A numbered paragraph that asks."""
    match = _NUMBER.match(paragraph.words)
    if not match or not _ENDS_ASKING.search(paragraph.words):
        return None
    return _Turn(index, match.end(), True)


def _plain(index: int, paragraph: Paragraph) -> _Turn | None:
    """A short paragraph that asks, with nothing to set it apart."""
    words = paragraph.words
    if len(words) > _LONGEST_PLAIN or not words.endswith("?") or words[0] in _QUOTE:
        return None
    return _Turn(index, 0, True)


def _is_answered(
    questions: Sequence[_Turn],
    paragraphs: Sequence[Paragraph],
    free: Sequence[int],
    language: Language,
    announced: bool,
) -> bool:
    """Whether the questions are most of what is set apart, and most of what follows them says I or we.

    Where the page announces an interview, they need not: an answer may be one word.
    """
    asked = [turn for turn in questions if turn.asks]
    if len(asked) < _FEWEST_QUESTIONS or len(asked) * 2 <= len(questions):
        return False
    apart = {turn.index for turn in questions}
    places = {index: at for at, index in enumerate(free)}
    following = [free[places[turn.index] + 1] for turn in asked if places[turn.index] + 1 < len(free)]
    answers = [index for index in following if index not in apart]
    personal = [i for i in answers if phrase_in(fold(paragraphs[i].words[:_LONGEST_QUESTION]), language.first_person)]
    return len(answers) * 3 >= len(asked) * 2 and (announced or len(personal) * 2 >= len(answers) > 0)


def _answered(questions: Sequence[_Turn], free: Sequence[int], interviewed: str | None) -> dict[int, Mark]:
    """The questions, and the paragraph after each as the opening of an answer."""
    first = next(turn.index for turn in questions if turn.asks)
    marks: dict[int, Mark] = {}
    asking = [turn for turn in questions if turn.index >= first]
    apart = {turn.index for turn in asking}
    for turn in asking:
        marks[turn.index] = Mark("narration", Opening("question", "question set apart"), turn.words_from)
    places = {index: at for at, index in enumerate(free)}
    for turn in asking:
        after = places[turn.index] + 1
        if after < len(free) and free[after] not in apart:
            kind: Kind = "answer"
            marks[free[after]] = Mark("narration", Opening(kind, "answer below a question", interviewed), 0)
    return marks


def answerer(introduced: People) -> str | None:
    """The one person whom the headline and the opening introduce with an office, else the one they name at all."""
    held = [person.name for person in introduced.persons if person.roles]
    names = held or list(introduced.names)
    return names[0] if len(names) == 1 else None
