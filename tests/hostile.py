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


def roles(size: int) -> list[Paragraph]:
    """`size` characters of turns by one person, who holds another office in each."""
    count = size // 52
    return [Paragraph(f"Minister of {name(size + i)} Arne Solheim: we will build it.") for i in range(count)]


def offices(size: int) -> list[Paragraph]:
    """`size` characters of turns by people with one office, and of as many by that office alone."""
    count = size // 88
    named = [Paragraph(f"Minister {name(i)} {name(size + i)}: we will build it, yes.") for i in range(count)]
    return named + [Paragraph(f"The Minister ({name(i)}): we will build it.") for i in range(count)]


def places(size: int) -> list[Paragraph]:
    """`size` characters of turns by ministers of as many places, and of as many by ministers of other places."""
    count = size // 102
    named = [Paragraph(f"Minister of {name(i)} {name(size + i)} Orsini: we will build it.") for i in range(count)]
    return named + [Paragraph(f"The Minister of {name(i * 7)}: we will build it.") for i in range(count)]


def said(size: int) -> list[Paragraph]:
    """`size` characters of quotations, each said by somebody new."""
    told = "“We will build it, all of it, in May,” said Minister {} {}."
    return [Paragraph(told.format(name(i), name(size + i))) for i in range(size // 66)]


def pronouns(size: int) -> list[Paragraph]:
    """`size` characters of quotations that he said, behind a person that came."""
    told = "Minister {} {} came. “We will build it, all of it, in May,” he said."
    return [Paragraph(told.format(name(i), name(size + i))) for i in range(size // 74)]


def one_line(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph of quotations, each said by somebody new."""
    count = size // 40
    return [Paragraph(" ".join(f"“We will build it,” said {name(i)} {name(i + size)}." for i in range(count)))]


def commas(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph of quoted letters."""
    return [Paragraph("“A,” " * (size // 5))]


def headings(size: int) -> list[Paragraph]:
    """`size` characters of headings, each by another person and over one line of words."""
    both = ("Statement by Minister {} {}", "- Dear friends, we thank you.")
    return [Paragraph(both[i % 2].format(name(i), name(size + i))) for i in range(size // 32)]


def messages(size: int) -> list[Paragraph]:
    """`size` characters of letters that are announced and never closed."""
    return [Paragraph(f"The message of {name(i)} reads: “We") for i in range(size // 31)]


def genitives(size: int) -> list[Paragraph]:
    """`size` characters of Azerbaijani headings, each by another person in the genitive and over one line of words."""
    both = ("Nazir {} {}in bəyanatı", "- Əziz dostlar, sağ olun.")
    return [Paragraph(both[i % 2].format(name(i), name(size + i))) for i in range(size // 27)]


def asked(size: int) -> list[Paragraph]:
    """`size` characters of labelled questions, each over an answer without a label."""
    both = ("Question: will you build bridge {}?", "It is so, and it was so before bridge {}.")
    return [Paragraph(both[i % 2].format(i)) for i in range(size // 40)]


def narrators(size: int) -> list[Paragraph]:
    """`size` characters of labelled turns, each before words of somebody else whom the reporter introduces."""
    both = ("Minister Arne {}: we will do it, yes.", "Greeting the guests, Minister {} Orsini said: We thank you.")
    return [Paragraph(both[i % 2].format(name(size + i))) for i in range(size // 50)]


def initials(size: int) -> list[Paragraph]:
    """`size` characters of quotations by people of whom initials are told, before as many turns of other people."""
    count = size // 110
    told = "“We will build it, all of it, in May,” said {:.1}. {:.1}. {:.1}."
    quoted = [Paragraph(told.format(*(name(i // 26**n)[0] for n in range(3)))) for i in range(count)]
    return quoted + [Paragraph(f"Minister {name(i)} {name(size + i)}: we will build it, yes.") for i in range(count)]


def nobodys(size: int) -> list[Paragraph]:
    """`size` characters in one paragraph of quotations that nobody is said to speak."""
    return [Paragraph("Rain fell. “We will build it, all of it, now.” " * (size // 47))]


FORMS: tuple[Callable[[int], list[Paragraph]], ...] = (
    *(labels, people, dashes, quotes, endless, letters, brackets),
    *(roles, offices, places, said, pronouns, one_line, commas, headings, messages),
    *(asked, narrators, initials, nobodys),
)
