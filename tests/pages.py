"""Whole articles as the page tests write them: paragraphs, then `=> kind | speaker | role | words` a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scrapers.records import Paragraph
from scrapers.split import split
from tests.turns import CASES, paragraph


@dataclass(frozen=True)
class Said:
    """One statement as a reader would write it down; `speaker` None for nobody, `role` None where it is not asked."""

    kind: str
    speaker: str | None
    role: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class WholePage:
    """One article with the statements on it."""

    name: str
    language: str
    headline: str
    paragraphs: tuple[Paragraph, ...]
    said: tuple[Said, ...]

    def found(self) -> tuple[Said, ...]:
        """What split() makes of it; a role only where the case asks for one."""
        got = split(self.paragraphs, self.language, self.headline).statements
        asked = {said.paragraphs for said in self.said if said.role}
        found = [(s, tuple(map(plain, s.paragraphs))) for s in got]
        return tuple(Said(s.kind, s.speaker, s.role if words in asked else None, words) for s, words in found)


def plain(words: str) -> str:
    """Letters and digits only, case folded."""
    return re.sub(r"[\W_]+", "", words.casefold())


def whole_pages(language: str, folder: Path = CASES) -> list[WholePage]:
    """The articles of <folder>/pages_<language>.txt."""
    path = folder / f"pages_{language}.txt"
    blocks = re.split(r"\n\s*\n(?=# )", path.read_text("utf-8").strip()) if path.is_file() else []
    return [_page(language, block) for block in blocks]


def _page(language: str, block: str) -> WholePage:
    title, *lines = [line for line in block.split("\n") if line.strip()]
    name, _, headline = title.removeprefix("# ").partition(" | ")
    said = tuple(_said(line) for line in lines if line.startswith("=> "))
    texts = tuple(paragraph(line) for line in lines if not line.startswith("=> "))
    return WholePage(name, language, headline, texts, said)


def _said(line: str) -> Said:
    kind, speaker, role, *words = (part.strip() for part in line.removeprefix("=> ").split("|"))
    return Said(kind, speaker or None, role or None, tuple(map(plain, words)))
