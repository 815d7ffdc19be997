"""From markup to words: the one function that turns a container into paragraphs, and the cleaning of every string."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag
from lxml import etree

from scrapers.line_breaks import ends_paragraph
from scrapers.records import Paragraph, ParagraphKind, Span

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
"""Elements that stand on lines of their own; every other one runs within a line and never parts a word."""

DROPPED = frozenset(
    "audio button canvas datalist embed head iframe input map math meter noscript object progress script select style "
    "svg template textarea title video".split()
)
"""Elements whose text no reader sees as the story's."""

_ONE_PARAGRAPH = frozenset("p li dt dd h1 h2 h3 h4 h5 h6 figcaption caption summary".split())
"""Blocks that are one paragraph by nature: in them a single <br> only parts lines."""

_KINDS: dict[str, ParagraphKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "li": "list",
    "blockquote": "quotation",
}
_STICKY = ("lead", "caption", "credit")
KIND = "data-onrecord"
"""The attribute by which a layout tells this module that an element is a lead, a caption or a credit."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]"  # joiners are spelling in Persian and Hindi, dirt elsewhere
)
_SPACES = re.compile(r"\s+")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""`&#150;` and its like: browsers read C1 controls as windows-1252, https://html.spec.whatwg.org/#numeric-character-reference-end-state."""
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|lighter|[1-5]00)\b", re.IGNORECASE)
_STYLE_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique|normal)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MANY = 3
"""Single line breaks after which a container's only <p> is a container itself, not a paragraph."""


def cleaned(text: str) -> str:
    """Text without what cannot be seen, every run of white space (no-break spaces too) as one space. Not stripped.

    >>> cleaned("Vladimir\\u00a0\\n Pu\\u00adtin\\u200b: ")
    'Vladimir Putin: '
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text.translate(_C1))
    return _SPACES.sub(" ", text)


def paragraphs(container: etree._Element) -> tuple[Paragraph, ...]:
    """The paragraphs of an element, in order, each once, empty ones left out; NFC, with their bold and italic spans.

    Paragraphs are block elements, runs between two <br>, and text that stands directly in a container; a single <br>
    ends one only where the next line has a voice or a life of its own (scrapers/line_breaks.py).
    """
    markup = etree.tostring(container, encoding="unicode", method="html", with_tail=False)
    blocks = [block for block in _blocks(BeautifulSoup(markup, "lxml")) if block.text.strip()]
    alone = len(blocks) == 1 and blocks[0].text.count("\n") >= _MANY
    return tuple(paragraph for block in blocks for paragraph in _paragraphs(block, alone))


def words(container: etree._Element) -> str:
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


class _Look(NamedTuple):
    """How text looks where we stand: inherited from the elements around it."""

    kind: ParagraphKind = "text"
    tag: str = "div"
    bold: bool = False
    italic: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Block:
    """The text of one block while it grows: single spaces, `\\n` for <br>; spans of it that are bold and italic."""

    look: _Look
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[Span] = field(default_factory=list)
    italic: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str, look: _Look) -> None:
        if not self.pieces or self.pieces[-1][-1] in " \n":
            text = text.lstrip(" ")
        if not text:
            return
        span = (self.length, self.length + len(text))
        if look.bold:
            self.bold.append(span)
        if look.italic:
            self.italic.append(span)
        self.pieces.append(text)
        self.length = span[1]

    def end_line(self) -> None:
        """Write a line break, and take back the space before it; a block never begins with one."""
        if self.pieces and self.pieces[-1].endswith(" "):
            self.length -= 1
            if not (rest := self.pieces.pop()[:-1]):
                return self.end_line()
            self.pieces.append(rest)
        if self.pieces:
            self.pieces.append("\n")
            self.length += 1


def _blocks(root: Tag) -> Iterator[_Block]:
    """Every block with its text. A walk with a stack of its own: pages nest deeper than Python calls."""
    block = _Block(_Look())
    stack: list[tuple[object, _Look]] = [(root, _Look())]
    while stack:
        node, look = stack.pop()
        if type(node) is NavigableString:
            _write(block, node, look)
        elif isinstance(node, _End):
            yield block
            block = _Block(look)
        elif isinstance(node, Tag) and not _is_unseen(node):
            if node.name == "br":
                block.end_line()
                continue
            inner = _look(node, look)
            if node.name in BLOCKS or KIND in node.attrs:
                yield block
                block = _Block(inner)
                stack.append((_END, look))
            stack.extend((child, inner) for child in reversed(node.contents))
    yield block


class _End:
    """Marks on the stack where a block element ends."""


_END = _End()


def _write(block: _Block, text: str, look: _Look) -> None:
    """Add a text node; in <pre> an empty line parts paragraphs as two <br> do."""
    if not look.pre:
        block.add(cleaned(text), look)
        return
    for number, chunk in enumerate(re.split(r"\n[ \t]*\n\s*", text)):
        if number:
            block.end_line()
            block.end_line()
        block.add(cleaned(chunk), look)


def _is_unseen(tag: Tag) -> bool:
    if tag.name in DROPPED:
        return True
    attrs = tag.attrs
    if not attrs:
        return False
    if "hidden" in attrs or (tag.name == "ins" and attrs.keys() - {"cite", "datetime"}):
        return True  # an <ins> with a class is an advertising slot, a bare one is an edit
    return "style" in attrs and _HIDDEN.search(str(attrs["style"])) is not None


def _look(tag: Tag, look: _Look) -> _Look:
    """How the text inside `tag` looks, given how it looks around it."""
    name, attrs = tag.name, tag.attrs
    if name in BLOCKS or KIND in attrs:
        kind = attrs.get(KIND) or (look.kind if look.kind in _STICKY else _KINDS.get(name, look.kind))
        look = look._replace(kind=kind, tag=name, pre=name == "pre" or look.pre)
    if name in ("b", "strong"):
        look = look._replace(bold=True)
    elif name in ("i", "em"):
        look = look._replace(italic=True)
    if style := str(attrs.get("style") or ""):
        if weight := _STYLE_BOLD.search(style):
            look = look._replace(
                bold=weight[1].lower() in ("bold", "bolder") or weight[1] >= "600" and weight[1].isdigit()
            )
        if slant := _STYLE_ITALIC.search(style):
            look = look._replace(italic=slant[1].lower() != "normal")
    return look


def _paragraphs(block: _Block, alone: bool) -> Iterator[Paragraph]:
    """A block's paragraphs: what stands between the line breaks that end one."""
    text = block.text
    soft = "\n\n" in text or (block.look.tag in _ONE_PARAGRAPH and not alone)
    start = line = 0
    for gap in re.finditer(r"\n+", text):
        following = text.find("\n", gap.end())
        after = (gap.end(), following if following >= 0 else len(text))
        if gap[0] != "\n" or _parts(block, text, (line, gap.start()), after, soft):
            yield from _paragraph(block, text, start, gap.start())
            start = gap.end()
        line = gap.end()
    yield from _paragraph(block, text, start, len(text))


def _parts(block: _Block, text: str, before: Span, after: Span, soft: bool) -> bool:
    """Whether the single break between two lines ends a paragraph."""
    heading = _all_bold(block, text, before) != _all_bold(block, text, after)
    return ends_paragraph(text[slice(*before)].strip(), text[slice(*after)].strip(), soft, heading)


def _all_bold(block: _Block, text: str, line: Span) -> bool:
    spans = _clipped(block.bold, text, *line)
    return len(spans) == 1 and spans[0][1] - spans[0][0] == len(text[slice(*line)].strip())


def _paragraph(block: _Block, text: str, start: int, end: int) -> Iterator[Paragraph]:
    raw = Paragraph(text.replace("\n", " "), bold=tuple(block.bold), italic=tuple(block.italic))
    cut = part(raw, start, end, block.look.kind)
    if cut.words:
        yield _normal(cut)


def _clipped(spans: Iterable[Span], text: str, start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` within start and end, counted from start; white space at their ends left out, those that
    only white space parts made one."""
    merged: list[Span] = []
    for first, last in spans:
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
