"""Splitting: milliseconds a page of 6,000 words, and hostile text at growing sizes (twice the text, twice the time)."""

from __future__ import annotations

from time import process_time

from rich.console import Console
from rich.table import Table

from scrapers.records import Paragraph
from scrapers.split import split
from tests.hostile import FORMS

_SENTENCE = (
    "We have agreed, as I said in the morning, that the new bridge will be open to everybody before the winter. "
)
_SIZES = (125_000, 250_000, 500_000, 1_000_000)


def page(turns: int = 60, sentences: int = 5) -> list[Paragraph]:
    """A press conference of about 6,000 words: labelled turns of three speakers and the questions between them."""
    names = ("President of Norland Arne Solheim", "Prime Minister Rosa Orsini", "Question")
    return [Paragraph(f"{names[i % 3]}: {_SENTENCE * sentences}".strip()) for i in range(turns)]


def best(paragraphs: list[Paragraph], times: int) -> float:
    """The fastest of some runs, in seconds of CPU."""
    took = []
    for _ in range(times):
        start = process_time()
        split(paragraphs, "en", "President Arne Solheim met Prime Minister Rosa Orsini")
        took.append(process_time() - start)
    return min(took)


def main() -> None:
    """Print both tables."""
    console = Console(width=110)
    paragraphs = page()
    words = sum(len(p.words.split()) for p in paragraphs)
    console.print(f"a page of {words} words in {len(paragraphs)} paragraphs: {best(paragraphs, 30) * 1000:.2f} ms")
    table = Table("hostile text", *(f"{size // 1000} kB" for size in _SIZES), "x8 text takes", title="ms")
    for form in FORMS:
        took = [best(form(size), 1) for size in _SIZES]
        table.add_row(form.__name__, *(f"{t * 1000:.0f}" for t in took), f"x{took[-1] / took[0]:.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
