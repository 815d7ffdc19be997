"""Letters and messages quoted in full: `The message reads, in part:` and then the words of whoever sent it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scrapers.languages import Language, fold
from scrapers.names import named
from scrapers.pieces import phrase_in
from scrapers.records import Role, Statement
from scrapers.roles import in_case
from scrapers.segments import segments
from scrapers.speakers import Speaker
from scrapers.styles.cases import from_genitive
from scrapers.styles.parts import Found, Page
from scrapers.styles.quoted_clauses import any_of, doer
from scrapers.styles.quoted_marks import CLOSERS, Quote, quotes
from scrapers.styles.quoted_runs import Source
from scrapers.styles.quoted_who import Cast

_LONGEST_LINE = 600
_ABLATIVE = re.compile(r"'?[dt][aəe]n$")
_MOST_PARAGRAPHS = 200
_SHORT = 12  # words: a signature or a farewell is no longer
_BACK = 3  # paragraphs before the letter that may name its sender
_MARKS = "".join(CLOSERS)
_CLOSING = "".join(set("".join(CLOSERS.values())))


@lru_cache(maxsize=32)
def _announcement(language: Language) -> re.Pattern[str]:
    """`The message reads, in part:` up to its colon, as folded words."""
    return (
        re.compile(any_of(language.letters).pattern + r"[^:.!?\n]{0,60}:") if language.letters else re.compile(r"(?!)")
    )


@lru_cache(maxsize=32)
def _sent(language: Language) -> re.Pattern[str]:
    return any_of(language.sent)


@lru_cache(maxsize=32)
def _farewell(language: Language) -> re.Pattern[str]:
    return any_of(language.farewells)


def find(page: Page, free: Sequence[int]) -> list[Found]:
    """The letters among the paragraphs `free`, each one statement of its sender. Linear in the text."""
    found: list[Found] = []
    cast = Cast(page)
    open_to = frozenset(free)
    past = -1
    for index in free:
        words = page.paragraphs[index].words
        told = ":" in words and index > past
        announced = _announcement(page.language).search(fold(words[:_LONGEST_LINE])) if told else None
        if not announced:
            continue
        sender = _sender(page, index, cast)
        pieces = _letter(page, index, announced.end(), open_to, sender)
        if pieces:
            found.append(_found(pieces, sender, index))
            past = pieces[-1][0]
    return found


def _found(pieces: list[tuple[int, str]], sender: tuple[Speaker, str | None], announced: int) -> Found:
    speaker, printed = sender
    statement = Statement(
        kind="statement",
        how=f"letter, {speaker.how}",
        paragraphs=tuple(words for _, words in pieces),
        speaker=speaker.name,
        speaker_printed=printed,
        role=speaker.role,
    )
    role: Role = "statement"
    return Found(statement, tuple((index, "narration" if index == announced else role) for index, _ in pieces))


def _letter(
    page: Page, index: int, at: int, free: frozenset[int], sender: tuple[Speaker, str | None]
) -> list[tuple[int, str]]:
    """The paragraphs of the letter that is announced in paragraph `index` up to character `at`."""
    rest = page.paragraphs[index].words[at:].strip()
    first = index if rest else index + 1
    if first != index and first not in free:
        return []
    opening = (rest or page.paragraphs[first].words).strip()
    if opening[:1] in _MARKS and opening[:1]:
        return _in_marks(page, first, opening, free)
    if rest:
        return []
    return _to_the_end(page, first, free, sender)


def _in_marks(page: Page, first: int, opening: str, free: frozenset[int]) -> list[tuple[int, str]]:
    """A letter between quotation marks: to the mark that closes it, or as far as paragraphs open with one."""
    sign, said = opening[0], opening
    found: list[tuple[int, str]] = []
    for index in range(first, min(first + _MOST_PARAGRAPHS, len(page.paragraphs))):
        words = said if index == first else page.paragraphs[index].words.strip()
        if index not in free and index != first:
            break
        if index > first and _announcement(page.language).search(fold(words[:_LONGEST_LINE])):
            break
        marks = quotes(words, sign)
        reopened = bool(marks) and marks[0].outer[0] == 0 and marks[0].opened
        if index > first and found and _ended(found[-1][1], sign) and not reopened:
            break
        closed = _closed(words, marks, index == first or reopened)
        found.append((index, words[: marks[0].outer[1]] if closed else words))
        if closed and not _goes_on(page, index, free, sign):
            break
    if not any(_ended(words, sign) for _, words in found):
        found = found[:1]
    return [(index, _bare(words)) for index, words in found if _bare(words)]


def _closed(words: str, marks: Sequence[Quote], begun_here: bool) -> bool:
    """Whether the quotation that runs into (or begins) this paragraph is closed in it."""
    if not marks:
        return False
    return marks[0].closed if begun_here else not marks[0].opened


def _goes_on(page: Page, index: int, free: frozenset[int], sign: str) -> bool:
    """Whether the next paragraph opens with the same mark: every paragraph of the letter has marks of its own."""
    if index + 1 not in free or index + 1 >= len(page.paragraphs):
        return False
    following = page.paragraphs[index + 1].words.strip()
    marks = quotes(following) if following[:1] == sign else ()
    return len(marks) == 1 and not following[marks[0].outer[1] :].strip(" .")


def _ended(words: str, sign: str) -> bool:
    return words.rstrip(" .")[-1:] in CLOSERS[sign]


def _bare(words: str) -> str:
    """A paragraph without the marks around it; a closing mark of an inner quotation stays."""
    words = words.strip()
    if words[:1] in _MARKS and words[:1]:
        words = words[1:]
    ended = words.rstrip(". ")
    if ended[-1:] not in _CLOSING or not ended:
        return words.strip()
    inner = quotes(ended)
    return words.strip() if inner and inner[-1].closed and inner[-1].outer[1] == len(ended) else ended[:-1].strip()


def _to_the_end(
    page: Page, first: int, free: frozenset[int], sender: tuple[Speaker, str | None]
) -> list[tuple[int, str]]:
    """A letter without marks: to its farewell or signature, the next narrator line, or the next claimed paragraph."""
    found: list[tuple[int, str]] = []
    for index in range(first, min(first + _MOST_PARAGRAPHS, len(page.paragraphs))):
        words = page.paragraphs[index].words
        if index not in free or page.paragraphs[index].kind in ("heading", "caption", "credit"):
            break
        if _is_signature(words, page.language, sender[0]) or (found and _is_narrator(words, page, sender[0])):
            break
        found.append((index, words))
    return found


def _is_signature(words: str, language: Language, sender: Speaker) -> bool:
    short = len(words.split()) <= _SHORT
    folded = fold(words).strip(" ,.–—-")
    named = bool(sender.name) and folded.startswith(fold(sender.name or ""))
    return short and (named or _farewell(language).match(folded) is not None)


def _is_narrator(words: str, page: Page, sender: Speaker) -> bool:
    """Whether a paragraph speaks of the sender, opens background, or announces the next letter."""
    folded = fold(words[:_LONGEST_LINE])
    if _announcement(page.language).search(folded) or any(folded.startswith(b) for b in page.language.background):
        return True
    last = fold(sender.name).split()[-1] if sender.name else None
    return bool(last and re.search(rf"(?<!\w){re.escape(last)}", folded)) and bool(_sent(page.language).search(folded))


def _sender(page: Page, index: int, cast: Cast) -> tuple[Speaker, str | None]:
    """Who the letter is from: the subject of `sent` or `congratulated` in the lines before, lead or headline."""
    before = [page.paragraphs[i].words for i in range(index, max(-1, index - _BACK - 1), -1)]
    leads = [paragraph.words for paragraph in page.paragraphs[:2]]
    for text in (*before, *leads, page.headline):
        if printed := _giver(text[:_LONGEST_LINE], page.language) or _subject(text[:_LONGEST_LINE], page.language):
            speaker = cast.people.resolve(printed)
            if speaker and speaker.name:
                return speaker, printed
        for verb in _sent(page.language).finditer(fold(text[:_LONGEST_LINE])):
            source = doer(text[: verb.start()], page.language)
            speaker = _named(source, cast)
            if speaker:
                return speaker, source.printed
    return Speaker(None, None, "the page does not say who sent it"), None


def _giver(text: str, language: Language) -> str | None:
    """Whom a sentence says a letter came from: `a letter from X`, `получил письмо от X`, `X-dan məktub gəlib`."""
    found = phrase_in(fold(text), language.letters_from)
    if not found:
        return None
    if language.word_order == "verb last":
        runs = segments(text[: found.start()], language)
        giver = _ABLATIVE.search(text[: found.start()].rstrip())
        return text[runs[-1][0] : giver.start()] if runs and giver else None
    rest = text[found.end() :].strip()
    runs = segments(rest, language)
    return from_genitive(rest[runs[0][0] : runs[0][1]], language) if runs and runs[0][0] <= len("the ") else None


def _subject(text: str, language: Language) -> str | None:
    """Where word order is free: the one person of a sentence about sending whose office is in the nominative."""
    if language.word_order != "free" or not _sent(language).search(fold(text)):
        return None
    people = [text[start:end] for start, end, code in segments(text, language) if "O" in code and "N" in code]
    doers = [one for one in people if not in_case(named(one, language).role or "", language)]
    return doers[0] if len(doers) == 1 and len(people) > 1 else None


def _named(source: Source, cast: Cast) -> Speaker | None:
    if source.pronoun or source.printed is None:
        return None
    speaker = cast.named(source)
    return speaker if speaker.name else None
