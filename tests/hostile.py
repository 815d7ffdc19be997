"""Articles made to hurt a splitter: many labels, many dashes, quotation marks that never close, one endless line."""

from __future__ import annotations

from collections.abc import Callable

from scrapers.records import Paragraph


def name(number: int) -> str:
    """A capitalised word of letters alone, another one for each number."""
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(4))
    return letters.capitalize()


def labels(size: int) -> list[Paragraph]:
    """`size` characters of turns, each with a label of its own."""
    count = size // 50
    return [Paragraph(f"Minister Arne {name(size + i)}: we will build bridge {i}.") for i in range(count)]


def people(size: int) -> list[Paragraph]:
    """`size` characters of turns by people who share a surname and an office."""
    count = size // 40
    return [Paragraph(f"President {name(size + i)} Solheim: yes, I will do.") for i in range(count)]


def dashes(size: int) -> list[Paragraph]:
    """`size` characters of paragraphs that are nearly only dashes."""
    return [Paragraph("- " * 24 + "?") for _ in range(size // 49)]


def quotes(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph of quotation marks that are never closed."""
    return [Paragraph('He said "and “and «and ' * (size // 23))]


def endless(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph without a full stop."""
    return [Paragraph("President of Norland Arne Solheim said and ( [ : - " * (size // 51))]


def letters(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph that is one word."""
    return [Paragraph("a" * size)]


def brackets(size: int) -> list[Paragraph]:
    """`size` characters of brackets that open and never close, before a colon."""
    return [Paragraph("(" * 100 + "Solheim: [" * 10) for _ in range(size // 200)]


FORMS: tuple[Callable[[int], list[Paragraph]], ...] = (labels, people, dashes, quotes, endless, letters, brackets)
