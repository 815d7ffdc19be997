"""Splitting: milliseconds a page of 6,000 words, and hostile text at growing sizes (twice the text, twice the time)."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from rich.console import Console
from rich.table import Table

from scrapers.records import Paragraph
from scrapers.split import split
from tests.hostile import FORMS, name

_SENTENCE = (
    "We have agreed, as I said in the morning, that the new bridge will be open to everybody before the winter. "
)
_QUOTATIONS = (
    "“{said},” {role} {first} {last} told reporters on Tuesday. “{said}, and that is what we do when spring comes.”",
    "The council of Westmarch met until the night, {last} said, for the minister of transport of Norland, {other}, and",
    "“{said},” he added, after he was asked about the letter that the Ministry of Transport had sent in March.",
    "{other}, the {role} of Eastmarch, said: “{said}.”",
    "According to {last}, the work will be “long and slow”, but the ferry goes on. “{said}!” {other} said.",
    "“{said}.",
    "“{said},” {first} {last}, a {role}, wrote in a letter to The Northern Post, in which {other} is not named.",
)
_SAID = "We have agreed that the new bridge will be open to everybody before the winter comes to the valley"
_ROLES = ("Transport Minister", "mayor", "President", "spokesman", "Governor", "director")
_SIZES = (125_000, 250_000, 500_000, 1_000_000)


def labelled(number: int) -> list[Paragraph]:
    """A press conference of 6,500 words: labelled turns of three speakers and the questions between them.

    Each `number` gives it other people, so that nothing remembered of an earlier page can help.
    """
    first, second = f"{name(number)} Solheim", f"Rosa {name(number)}"
    names = (f"President of Norland {first}", f"Prime Minister {second}", "Question")
    return [Paragraph(f"{names[i % 3]}: {_SENTENCE * 5}".strip()) for i in range(60)]


def quoted(number: int) -> list[Paragraph]:
    """A newspaper's story of 6,000 words that is made of quotations, by forty people of its own for each `number`."""
    people = [(name(number * 41 + i * 7), name(number * 41 + i * 7 + 300_000)) for i in range(40)]
    found = []
    for i in range(164):
        (first, last), other = people[i % 40], " ".join(people[(i * 3 + 1) % 40])
        told = _QUOTATIONS[i % len(_QUOTATIONS)]
        found.append(Paragraph(told.format(said=_SAID, role=_ROLES[i % 6], first=first, last=last, other=other)))
    return found


def seconds(paragraphs: list[Paragraph]) -> float:
    """What one splitting takes, in seconds of CPU."""
    start = process_time()
    split(paragraphs, "en", "President Arne Solheim met Prime Minister Rosa Orsini")
    return process_time() - start


def main() -> None:
    """Print both tables."""
    console = Console(width=110)
    pages: tuple[Callable[[int], list[Paragraph]], ...] = (labelled, quoted)
    for page in pages:
        words = sum(len(p.words.split()) for p in page(0))
        best = min(seconds(page(number)) for number in range(40))
        console.print(f"a {page.__name__} page of {words} words in {len(page(0))} paragraphs: {best * 1000:.2f} ms")
    table = Table("hostile text", *(f"{size // 1000} kB" for size in _SIZES), "x8 text takes", title="ms")
    for form in FORMS:
        took = [seconds(form(size)) for size in _SIZES]
        table.add_row(form.__name__, *(f"{t * 1000:.0f}" for t in took), f"x{took[-1] / took[0]:.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
