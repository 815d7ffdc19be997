"""A piece of a page as blocks: each the text of one block element, `\\n` for <br>, with what is bold and italic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from bs4 import Tag
from bs4.element import NavigableString

from scrapers.characters import cleaned
from scrapers.records import ParagraphKind, Span

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div"}
    | {"dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"}
    | {"tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""Elements that stand on lines of their own; every other one runs within a line and never parts a word."""

DROPPED = frozenset(
    {"audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math", "meter", "noscript"}
    | {"object", "progress", "script", "select", "style", "svg", "template", "textarea", "title", "video"}
)
"""Elements whose text no reader sees as the story's."""

KIND = "data-onrecord"
"""The attribute by which a layout says that an element is a lead, a caption or a credit, whatever its tag."""

_STICKY = ("lead", "caption", "credit")
_KINDS: dict[str, ParagraphKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "li": "list",
    "blockquote": "quotation",
}
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|[1-9]00)\b", re.IGNORECASE)
_HEAVY = ("bold", "bolder", "600", "700", "800", "900")
_STYLE_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique|normal)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Look(NamedTuple):
    """How text looks where we stand: inherited from the elements around it."""

    kind: ParagraphKind = "text"
    tag: str = "div"
    bold: bool = False
    italic: bool = False
    pre: bool = False


@dataclass(slots=True)
class Block:
    """The text of one block while it grows: single spaces, `\\n` for <br>; spans of it that are bold and italic."""

    look: Look
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[Span] = field(default_factory=list)
    italic: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)

    def add(self, text: str, look: Look) -> None:
        """Write text that is cleaned but for a space at either end."""
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
        if self.pieces and self.pieces[-1][-1] == " ":
            rest = self.pieces.pop()[:-1]
            self.length -= 1
            if rest:
                self.pieces.append(rest)
        if self.pieces:
            self.pieces.append("\n")
            self.length += 1


def blocks(root: Tag) -> Iterator[Block]:
    """Every block with its text. A walk with a stack of its own: pages nest deeper than Python calls."""
    block = Block(Look())
    stack: list[tuple[object, Look]] = [(root, Look())]
    while stack:
        node, look = stack.pop()
        if type(node) is NavigableString:
            _write(block, node, look)
        elif isinstance(node, _End):
            yield block
            block = Block(look)
        elif isinstance(node, Tag) and not _is_unseen(node):
            if node.name == "br":
                block.end_line()
                continue
            inner = _look(node, look)
            if node.name in BLOCKS or KIND in node.attrs:
                yield block
                block = Block(inner)
                stack.append((_END, look))
            stack.extend((child, inner) for child in reversed(node.contents))
    yield block


class _End:
    """Marks on the stack where a block element ends."""


_END = _End()


def _write(block: Block, text: str, look: Look) -> None:
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


def _look(tag: Tag, look: Look) -> Look:
    """How the text inside `tag` looks, given how it looks around it."""
    name, attrs = tag.name, tag.attrs
    if name in BLOCKS or KIND in attrs:
        kind = look.kind if look.kind in _STICKY else _KINDS.get(name, look.kind)
        kind = cast(ParagraphKind, attrs.get(KIND, kind))
        look = look._replace(kind=kind, tag=name, pre=name == "pre" or look.pre)
    if name in ("b", "strong"):
        look = look._replace(bold=True)
    elif name in ("i", "em"):
        look = look._replace(italic=True)
    if style := str(attrs.get("style") or ""):
        if weight := _STYLE_BOLD.search(style):
            look = look._replace(bold=weight[1].lower() in _HEAVY)
        if slant := _STYLE_ITALIC.search(style):
            look = look._replace(italic=slant[1].lower() != "normal")
    return look
