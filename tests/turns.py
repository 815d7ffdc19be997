"""Articles as the turn tests write them: `expected :: words` a line, `# name | headline` over each case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scrapers.records import Paragraph, ParagraphKind, Passage, Span, Split

CASES = Path(__file__).with_name("cases")
_MARKS: dict[str, ParagraphKind] = {"[lead] ": "lead", "## ": "heading", "[caption] ": "caption"}


@dataclass(frozen=True)
class Case:
    """One article and what each of its paragraphs should be: `kind speaker / role`, `?` for nobody, or a part."""

    name: str
    language: str
    headline: str
    expected: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


def cases(language: str) -> list[Case]:
    """The cases of tests/cases/turns_<language>.txt."""
    text = (CASES / f"turns_{language}.txt").read_text("utf-8")
    return [_case(language, block) for block in re.split(r"\n\s*\n", text.strip())]


def _case(language: str, block: str) -> Case:
    title, *lines = block.split("\n")
    name, _, headline = title.removeprefix("# ").partition(" | ")
    rows = [line.split(" :: ", 1) for line in lines]
    return Case(name, language, headline, tuple(row[0] for row in rows), tuple(paragraph(row[1]) for row in rows))


def paragraph(written: str) -> Paragraph:
    """A paragraph from its marks: `[lead] `, `## ` for a heading, `**bold**`."""
    mark = next((m for m in _MARKS if written.startswith(m)), "")
    words, bold, at = "", list[Span](), 0
    for part in re.split(r"(\*\*(?!\s).+?\*\*)", written.removeprefix(mark)):
        plain = part[2:-2] if part.startswith("**") and len(part) > 4 else part
        words += plain
        if plain != part:
            bold.append((at, at + len(plain)))
        at = len(words)
    return Paragraph(words, _MARKS.get(mark, "text"), tuple(bold))


def shown(passage: Passage, split: Split, expected: str) -> str:
    """What became of a passage, in the form and detail of `expected`."""
    if not passage.statements:
        return passage.role
    statement = split.statements[passage.statements[0]]
    role = f" / {statement.role}" if " / " in expected else ""
    return f"{statement.kind} {statement.speaker or '?'}{role}"
