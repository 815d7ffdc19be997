"""Who said what: an article's paragraphs, each in one passage, and the statements among them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from scrapers.languages import Language, fold
from scrapers.languages import language as language_of
from scrapers.names import proper
from scrapers.people import people
from scrapers.records import Paragraph, Passage, Role, Split
from scrapers.speakers import People
from scrapers.styles import asides, floor, headed, headlined, interview, labelled, letters, quoted, separators
from scrapers.styles.parts import Found, Mark, Page, Style

_FIXED: dict[str, Role] = {"lead": "lead", "caption": "caption", "credit": "credit"}
_STYLES: tuple[Style, ...] = (letters.find, quoted.find)
"""The ways to find words in narration, in the order in which they claim it."""
_LONGEST_OPENER = 60
_MOST_TEXTS = 12
_MOST_OPENING = 3
_LONGEST_TEXT = 800


def split(paragraphs: Sequence[Paragraph], language: str, headline: str = "") -> Split:
    """Which words are whose. `language` is a tag (`en`); `headline` helps to know who is on the page.

    Every paragraph becomes exactly one passage, in order, with its words whole. A statement's paragraphs are without
    dash, label or quotation marks; its `speaker` is None where the page does not say. Linear in the text.
    """
    spoken = language_of(language)
    marks = _marks(paragraphs, spoken, headline)
    page = Page(tuple(paragraphs), spoken, headline, lambda: _people(paragraphs, marks, spoken, headline))
    found = floor.walk(page, marks)
    reminders = frozenset(index for index, one in enumerate(paragraphs) if _is_background(one, spoken))
    for style in _STYLES:
        found += style(page, _free(page, marks, found, reminders))
    return _split(paragraphs, marks, found, reminders)


def _free(page: Page, marks: Mapping[int, Mark], found: Iterable[Found], reminders: frozenset[int]) -> list[int]:
    """The paragraphs that are still the reporter's: nobody's statement, no heading, label, separator or reminder."""
    claimed = {index for one in found for index, _ in one.roles} | reminders
    return [
        index
        for index in range(len(page.paragraphs))
        if index not in claimed and (index not in marks or marks[index].role in ("lead", "narration"))
    ]


def _is_background(paragraph: Paragraph, language: Language) -> bool:
    """Whether a paragraph opens as a reminder of what was reported before: its words are old, and no new statement."""
    return fold(paragraph.words[:_LONGEST_OPENER]).lstrip(" -–—*•").startswith(language.reminders)


def _marks(paragraphs: Sequence[Paragraph], language: Language, headline: str) -> dict[int, Mark]:
    """What each paragraph does to the floor, for those that do anything."""
    marks = {i: mark for i, p in enumerate(paragraphs) if (mark := separators.mark(p, language))}
    free = [i for i, p in enumerate(paragraphs) if i not in marks or p.kind == "heading"]
    introduced = cache(lambda: people([headline, *_opening_texts(paragraphs, free)], language))
    labels = labelled.labels(paragraphs, free, language, introduced)
    left = [i for i in free if i not in labels]
    heads = headed.headings(paragraphs, left, language, labels)
    left = [i for i in left if i not in heads]
    if labels:
        turns = interview.below(paragraphs, left, labels, introduced) or interview.continued(paragraphs, left, labels)
    else:
        turns = interview.interview(paragraphs, left, language, introduced)
    found = marks | turns | heads | labels
    found |= asides.asides(paragraphs, found, language)
    return headlined.speech(headline, paragraphs, left, found, language) | found


def _opening_texts(paragraphs: Sequence[Paragraph], free: Sequence[int]) -> list[str]:
    """The texts that introduce people: lead, captions, and the first lines of the body."""
    fixed = [p.words for p in paragraphs if p.kind in _FIXED]
    opening = (paragraphs[i].words for i in free[:_MOST_OPENING])
    return [words[:_LONGEST_TEXT] for words in (*fixed, *(w for w in opening if w[:1] not in "-–—" and w[-1:] != "?"))]


def _people(paragraphs: Sequence[Paragraph], marks: dict[int, Mark], language: Language, headline: str) -> People:
    """Who is on the page: from labels and headings, then the headline, lead, captions and what precedes the words."""
    printed = dict.fromkeys(m.opens.who for m in marks.values() if m.opens and m.opens.how != "label: word")
    first = next((i for i in sorted(marks) if marks[i].opens), len(paragraphs))
    before = [p.words for i, p in enumerate(paragraphs) if p.kind in _FIXED or i < first][:_MOST_TEXTS]
    lines = [_line(paragraphs[i].words, m, language) for i, m in marks.items() if _is_line(paragraphs[i], m)]
    texts = [words[:_LONGEST_TEXT] for words in (*before, *lines[:_MOST_TEXTS])]
    return people([headline, *texts], language, [p for p in printed if p])


def _is_line(paragraph: Paragraph, mark: Mark) -> bool:
    """Whether a paragraph is the reporter's line about who speaks, or the heading of a statement that a label opens."""
    return mark.words_from is None and (
        mark.role == "narration" or (mark.role == "heading" and not mark.opens and paragraph.kind == "text")
    )


def _line(words: str, mark: Mark, language: Language) -> str:
    return proper(words, language) if mark.role == "heading" else words


def _split(
    paragraphs: Sequence[Paragraph], marks: dict[int, Mark], found: Iterable[Found], reminders: frozenset[int]
) -> Split:
    """Passages and statements from what was found, in order of the first paragraph."""
    ordered = sorted(found, key=lambda one: one.start)
    roles: dict[int, Role] = {}
    holders: dict[int, list[int]] = {}
    for number, one in enumerate(ordered):
        for index, role in one.roles:
            roles.setdefault(index, role)
            holders.setdefault(index, []).append(number)
    passages = []
    for index, paragraph in enumerate(paragraphs):
        mark = marks.get(index)
        role = _FIXED.get(paragraph.kind) or roles.get(index) or (mark.role if mark else "narration")
        if role == "narration" and index in reminders and index not in holders:
            role = "background"
        passages.append(Passage(role, paragraph.words, tuple(holders.get(index, ()))))
    return Split(tuple(passages), tuple(one.statement for one in ordered))
