"""From markup to words: the one function that turns containers into paragraphs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from bs4 import BeautifulSoup
from lxml import etree, html

from scrapers.blocks import Block, blocks
from scrapers.line_breaks import ends_paragraph
from scrapers.records import Paragraph, ParagraphKind, Span

_ONE_PARAGRAPH = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "summary"}
)
"""Blocks that are one paragraph by nature: in them a single <br> only parts lines."""
_MANY = 3
"""Single line breaks after which an article's only block is a container, whatever its tag."""


def paragraphs(*containers: html.HtmlElement) -> tuple[Paragraph, ...]:
    """The paragraphs of elements, in order, each once, empty ones left out; NFC, with their bold and italic spans.

    Paragraphs are block elements, runs between two <br>, and text that stands directly in a container; a single <br>
    ends one only where the next line has a voice or a life of its own (scrapers/line_breaks.py). BeautifulSoup gets
    the cut-out containers only: on a whole page it would cost ten times the rest.
    """
    markup = "".join(f"<div>{_markup(container)}</div>" for container in containers)
    written = [block for block in blocks(BeautifulSoup(markup, "lxml")) if block.pieces]
    alone = sum(block.look.kind == "text" for block in written) == 1
    return tuple(paragraph for block in written for paragraph in _paragraphs(block, alone))


def words(container: html.HtmlElement) -> str:
    """All the text of an element as one line."""
    return " ".join(paragraph.words for paragraph in paragraphs(container))


def part(paragraph: Paragraph, start: int, end: int, kind: ParagraphKind) -> Paragraph:
    """The characters `start` to `end` of a paragraph as one of its own, without white space at its ends."""
    text = paragraph.words[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    return Paragraph(
        paragraph.words[start:end],
        kind,
        _clipped(paragraph.bold, paragraph.words, start, end),
        _clipped(paragraph.italic, paragraph.words, start, end),
    )


def _markup(container: html.HtmlElement) -> str:
    return etree.tostring(container, encoding="unicode", method="html", with_tail=False)


def _paragraphs(block: Block, alone: bool) -> Iterator[Paragraph]:
    """A block's paragraphs: what stands between the line breaks that end one. `alone`: the article has no other."""
    text = block.text
    alone = alone and text.count("\n") >= _MANY
    soft = "\n\n" in text or (block.look.tag in _ONE_PARAGRAPH and not alone)
    raw = Paragraph(text.replace("\n", " "), block.look.kind, tuple(block.bold), tuple(block.italic))
    start = line = 0
    for gap in re.finditer(r"\n+", text):
        following = text.find("\n", gap.end())
        after = (gap.end(), following if following >= 0 else len(text))
        if gap[0] != "\n" or _parts(block, text, (line, gap.start()), after, soft):
            yield from _paragraph(raw, start, gap.start())
            start = gap.end()
        line = gap.end()
    yield from _paragraph(raw, start, len(text))


def _parts(block: Block, text: str, before: Span, after: Span, soft: bool) -> bool:
    """Whether the single break between two lines ends a paragraph."""
    heading = _all_bold(block, text, before) != _all_bold(block, text, after)
    return ends_paragraph(text[slice(*before)].strip(), text[slice(*after)].strip(), soft, heading)


def _all_bold(block: Block, text: str, line: Span) -> bool:
    spans = _clipped(block.bold, text, *line)
    return len(spans) == 1 and spans[0][1] - spans[0][0] == len(text[slice(*line)].strip())


def _paragraph(raw: Paragraph, start: int, end: int) -> Iterator[Paragraph]:
    cut = part(raw, start, end, raw.kind)
    if cut.words:
        yield _normal(cut)


def _clipped(spans: Sequence[Span], text: str, start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` within start and end, counted from start; white space at their ends left out, those that
    only white space parts made one."""
    merged: list[Span] = []
    within = slice(bisect_right(spans, start, key=itemgetter(1)), bisect_left(spans, end, key=itemgetter(0)))
    for first, last in spans[within]:
        first, last = max(first, start), min(last, end)
        inside = text[first:last]
        first += len(inside) - len(inside.lstrip())
        last = first + len(inside.strip())
        if first >= last:
            continue
        if merged and not text[merged[-1][1] + start : first].strip():
            merged[-1] = (merged[-1][0], last - start)
        else:
            merged.append((first - start, last - start))
    return tuple(merged)


def _normal(paragraph: Paragraph) -> Paragraph:
    """In NFC, as everything of ours is compared; spans move with their words."""
    text = paragraph.words
    if unicodedata.is_normalized("NFC", text):
        return paragraph
    composed = unicodedata.normalize("NFC", text)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        at = [(_composed_length(text, a), min(_composed_length(text, b), len(composed))) for a, b in spans]
        return _clipped(at, composed, 0, len(composed))

    return replace(paragraph, words=composed, bold=moved(paragraph.bold), italic=moved(paragraph.italic))


def _composed_length(text: str, end: int) -> int:
    return len(unicodedata.normalize("NFC", text[:end]))
