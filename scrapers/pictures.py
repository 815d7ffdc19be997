"""Captions and credits: `© APA | Two presidents` is a credit and a caption, wherever a site prints it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapers.page_text import part
from scrapers.records import Paragraph

_PARTED = re.compile(
    r"(?P<credit>(?:©|\(c\)\s|Photo:|Foto:|Фото:)\s*[^|]{1,80}?)\s*\|\s*(?P<caption>\S.*)", re.IGNORECASE
)
_CREDIT = re.compile(
    r"(?:©|\(c\)\s)[^.!?]{0,100}|"
    r"(?:(?:photo|image|picture|foto|şəkil|fotoqraf|фото|снимок)s?(?:\s+(?:by|credit|courtesy of))?\s*[:©/]|"
    r"(?:photo|image|picture)s? (?:by|courtesy of|credit))\s*[^.!?:]{1,80}\.?",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s*[|(\[/–—-]?\s*(?P<credit>(?:©|(?:photo|image|foto|фото)\s*(?:by|:|©))\s*[^|.!?]{2,80}?)[)\].]?$", re.IGNORECASE
)


def with_credits(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with credits and captions told apart; a line that repeats a credited caption is a caption too."""
    told = [one for paragraph in paragraphs for one in _told(paragraph)]
    captions = {p.words for p in told if p.kind == "caption"}
    repeats = [replace(p, kind="caption") if p.kind == "text" and p.words in captions else p for p in told]
    return tuple(repeats)


def _told(paragraph: Paragraph) -> Iterator[Paragraph]:
    text = paragraph.words
    if paragraph.kind not in ("text", "caption"):
        yield paragraph
    elif found := _PARTED.fullmatch(text):
        yield part(paragraph, *found.span("credit"), "credit")
        yield part(paragraph, *found.span("caption"), "caption")
    elif _CREDIT.fullmatch(text):
        yield replace(paragraph, kind="credit")
    elif paragraph.kind == "caption" and (found := _TRAILING.search(text)) and found.start():
        yield part(paragraph, 0, found.start(), "caption")
        yield part(paragraph, *found.span("credit"), "credit")
    else:
        yield paragraph
