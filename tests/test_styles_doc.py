"""docs/STYLES.md: every example is what split() does. `python -m tests.test_styles_doc` writes the afters anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrapers.records import Paragraph, ParagraphKind, Split
from scrapers.split import split

DOC = Path(__file__).parents[1] / "docs" / "STYLES.md"
EXAMPLE = re.compile(r"```before (?P<tag>\w+)\n(?P<before>.*?)```\n\n```after\n(?P<after>.*?)```", re.DOTALL)
STYLES = ("Headed statements", "Labelled turns", "Interviews", "Quotations in narration", "Letters and messages")


def paragraph(line: str) -> Paragraph:
    """A line of an example: `**bold**` is bold, `> ` a block quotation, `# ` a heading."""
    kinds: dict[str, ParagraphKind] = {"> ": "quotation", "# ": "heading"}
    kind = kinds.get(line[:2], "text")
    line = line[2:] if line[:2] in kinds else line
    words, bold = "", []
    for at, piece in enumerate(re.split(r"\*\*", line)):
        if at % 2:
            bold.append((len(words), len(words) + len(piece)))
        words += piece
    return Paragraph(words, kind, tuple(bold))


def shown(result: Split) -> str:
    """The statements as the document prints them: kind, speaker and role, then the words, two spaces in."""
    lines = []
    for statement in result.statements:
        role = f", {statement.role}" if statement.role else ""
        lines.append(f"[{statement.kind}] {statement.speaker or 'NULL'}{role}")
        lines += [f"  {words}" for words in statement.paragraphs]
    return "".join(f"{line}\n" for line in lines)


def read(tag: str, before: str) -> Split:
    return split([paragraph(line) for line in before.splitlines()], tag)


EXAMPLES = [(m["tag"], m["before"], m["after"]) for m in EXAMPLE.finditer(DOC.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("tag", "before", "after"), EXAMPLES, ids=[before.split("\n")[0] for _, before, _ in EXAMPLES])
def test_an_example_is_what_split_does(tag: str, before: str, after: str) -> None:
    assert shown(read(tag, before)) == after


def test_every_style_has_an_example() -> None:
    sections = re.split(r"^## ", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = {section.split("\n")[0]: EXAMPLE.search(section) is not None for section in sections}
    assert [style for style in STYLES if not told.get(style)] == []


if __name__ == "__main__":
    DOC.write_text(
        EXAMPLE.sub(
            lambda m: f"```before {m['tag']}\n{m['before']}```\n\n```after\n{shown(read(m['tag'], m['before']))}```",
            DOC.read_text(encoding="utf-8"),
        ),
        encoding="utf-8",
    )
