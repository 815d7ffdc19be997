"""What a page tells of its own history: its update mark, and the earlier versions stacked below clock lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from scrapers.clocks import Clock, clock_line
from scrapers.languages import Language, language
from scrapers.marks import Mark, base_slug, split_mark
from scrapers.records import Paragraph, Span
from scrapers.words import body_hash, content_hash, tokens

__all__ = ["Layer", "Mark", "base_slug", "body_hash", "content_hash", "split_mark", "unstack"]

OUT_OF_ORDER = timedelta(hours=6)
"""An earlier version's clock may be this much later than the text above it: editors do not keep strictly to the order.
What is later still is of the day before, for stacks cross midnight."""
LONGEST_LIFE = timedelta(days=31)
"""A printed date further back than this from the page's own is a slip of the editor's hand."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One version on a page: its paragraphs, its time (aware; None if nothing says), and the clock line that ends it.

    `clock` is that line's words as printed: it says the time of the *next* layer, and is None for the lowest one.
    """

    paragraphs: tuple[Paragraph, ...]
    published_at: datetime | None
    clock: str | None = None


def unstack(
    paragraphs: Sequence[Paragraph], published_at: datetime | None, tz: tzinfo, mark: Mark, tag: str
) -> tuple[Layer, ...]:
    """The page's own text first, then each earlier version it carries below a clock line, newest first.

    `published_at` is the page's printed time, `tz` the site's zone, in which the clocks are read; `mark` what
    split_mark() found in its headline, `tag` the page's language. A chronicle, a live blog or a transcript has clocks
    too: without a sign that the lower texts tell the same story earlier, the page is one layer.
    """
    blocks, clocks = _blocks(paragraphs, language(tag))
    if not clocks or not _is_stack(blocks, clocks, mark):
        return (Layer(tuple(paragraphs), published_at),)
    times = [published_at, *_times(clocks, published_at, tz)]
    ends = [*(clock.words for clock in clocks), None]
    return tuple(Layer(tuple(block), when, end) for block, when, end in zip(blocks, times, ends, strict=True))


def _blocks(paragraphs: Sequence[Paragraph], words: Language) -> tuple[list[list[Paragraph]], list[Clock]]:
    """The paragraphs between clock lines, and those lines: one fewer. A clock without text on both sides is none."""
    blocks: list[list[Paragraph]] = [[]]
    clocks: list[Clock] = []
    for paragraph in paragraphs:
        clock = clock_line(paragraph.words, words)
        if clock is None or not any(map(_is_text, blocks[-1])):
            blocks[-1].append(paragraph)
            continue
        clocks.append(clock)
        blocks.append([_after(paragraph, clock.length)] if clock.length < len(paragraph.words) else [])
    if clocks and not any(map(_is_text, blocks[-1])):
        blocks[-2:] = [[*blocks[-2], Paragraph(clocks.pop().words), *blocks[-1]]]
    return blocks, clocks


def _is_text(paragraph: Paragraph) -> bool:
    return paragraph.kind not in ("caption", "credit") and any(len(token) > 2 for token in tokens(paragraph.words))


def _after(paragraph: Paragraph, start: int) -> Paragraph:
    """The paragraph without what stands before `start`."""
    start += len(paragraph.words) - start - len(paragraph.words[start:].lstrip())
    return replace(
        paragraph,
        words=paragraph.words[start:],
        bold=_shifted(paragraph.bold, start),
        italic=_shifted(paragraph.italic, start),
    )


def _shifted(spans: tuple[Span, ...], by: int) -> tuple[Span, ...]:
    return tuple((max(first - by, 0), last - by) for first, last in spans if last > by)


def _is_stack(blocks: Sequence[Sequence[Paragraph]], clocks: Sequence[Clock], mark: Mark) -> bool:
    """Asterisks, a headline that counts as many updates, or lower texts that say again what stands above them."""
    if all(clock.starred for clock in clocks) or len(clocks) == mark.update_no:
        return True
    falling = all(above.time > below.time for above, below in pairwise(clocks))
    if mark.update_no is not None and falling and len(clocks) <= mark.update_no + 1:
        return True
    return all(_retells(above, below) for above, below in pairwise(blocks))


def _retells(above: Sequence[Paragraph], below: Sequence[Paragraph]) -> bool:
    """Whether the first paragraphs of the lower text are for the larger part made of words of the upper one."""
    opening = [paragraph for paragraph in below if _is_text(paragraph)][:2]
    stems, known = _stems(opening), _stems(above)
    return len(stems & known) >= max(3, len(stems) / 2)


def _stems(paragraphs: Sequence[Paragraph]) -> set[str]:
    """The longer words, less their endings: cases and tenses change between versions."""
    return {token[:5] for paragraph in paragraphs for token in tokens(paragraph.words) if len(token) > 3}


def _times(clocks: Sequence[Clock], published_at: datetime | None, tz: tzinfo) -> Iterator[datetime | None]:
    """When each earlier version was published. Without the page's own time only a printed date can say."""
    page = above = published_at.astimezone(tz) if published_at else None
    for clock in clocks:
        when = _dated(clock, page, tz) or _undated(clock, above, page, tz)
        above = when or above
        yield when


def _dated(clock: Clock, page: datetime | None, tz: tzinfo) -> datetime | None:
    """The time by the date printed beside the clock, in the page's year or the one before where the year is absurd."""
    if clock.date is None:
        return None
    printed = datetime.combine(clock.date, clock.time, tz)
    if page is None:
        return printed
    likely = [printed, *(_in_year(clock.date, clock, year, tz) for year in (page.year, page.year - 1))]
    return next((when for when in likely if when and -timedelta(days=1) <= page - when <= LONGEST_LIFE), None)


def _in_year(day: date, clock: Clock, year: int, tz: tzinfo) -> datetime | None:
    if (day.month, day.day) == (2, 29) and year % 4:
        return None
    return datetime.combine(day.replace(year=year), clock.time, tz)


def _undated(clock: Clock, above: datetime | None, page: datetime | None, tz: tzinfo) -> datetime | None:
    """The clock on the day of the text above it, or the day before if that is later than the page, or far too late."""
    if above is None or page is None:
        return None
    when = datetime.combine(above.date(), clock.time, tz)
    return when - timedelta(days=1) if when > page or when - above > OUT_OF_ORDER else when
