"""Labelled turns: who speaks stands before the words (`Ilham Aliyev: …`, `Q …`, `Mr. SMITH. …`).

A label is believed for what it says (an office and a name, `Question`), for its type (bold, capitals), or for what the
rest of the page says of it: it comes again, its name stands elsewhere, others like it stand around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scrapers.languages import Language, fold
from scrapers.names import proper
from scrapers.pieces import phrase_in
from scrapers.records import Kind, Paragraph
from scrapers.speakers import People
from scrapers.styles.asides import captions
from scrapers.styles.beside import beside
from scrapers.styles.candidates import Candidate, candidates, is_speechlike, sense
from scrapers.styles.evidence import Evidence, Seen, evidence, is_label
from scrapers.styles.interview import answerer
from scrapers.styles.parts import Introduced, Mark, Opening

_FEWEST_APART = 2
_ON_LINES = ("asked", "nobody", "office and name")
_TITLED = re.compile(r"\((?:M(?:r|rs|s|iss|x)|Dr|Sir|Dame|Lord|Baroness|Hon|Senator|Shri|Shrimati|Smt|Deputy)\b")


def labels(
    paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language, introduced: Introduced
) -> dict[int, Mark]:
    """The labels among the paragraphs at `free`, as marks by index. `introduced`: whom headline and lead name."""
    after = dict(pairwise(free))
    texts = {i: paragraphs[j].words for i, j in after.items()}
    every = [one for i in free for one in _seen(i, paragraphs[i], texts.get(i, ""), language)]
    if not any(_is_letter(one, "question") for one in every):  # `A. …` in a list, where no Q asks
        every = [one for one in every if not _is_letter(one, "answer")]
    if not every:
        return {}
    lines = [one for one in every if one.candidate.form == "line"]
    seen = [one for one in every if one.candidate.form != "line"] if lines else every
    page = evidence(seen, introduced())
    if lines and (told := _on_lines(seen, lines, page, language)):
        page, seen = replace(page, mark="alone"), [*seen, *told]
    found: dict[int, Mark] = {}
    for one in seen:
        if one.candidate.at not in found and is_label(one, page, language):
            found[one.candidate.at] = _mark(one, paragraphs[one.candidate.at], page.introduced)
    return (captions(paragraphs, free, language) if page.colons else {}) | found


def _is_letter(one: Seen, kind: Kind) -> bool:
    return len(one.candidate.label) == 1 and one.sense.kind == kind


def _on_lines(seen: Sequence[Seen], lines: Sequence[Seen], page: Evidence, language: Language) -> list[Seen]:
    """The labels on lines that nothing sets apart: of people whom such a line has named with a bracket behind it
    (`Jane Doe (Leeds East) (Lab)`, then `Jane Doe`), and beside them of peers and the chair. Where none has, two that
    return over something said are labels (`Moderator`, `President Doe`), and others that could be beside them."""
    apart = [one for one in seen if one.candidate.form == "alone"]
    if page.colons:
        return []
    if len({one.key for one in apart}) < _FEWEST_APART:
        told = [one for one in lines if one.sense.sort in _ON_LINES and is_speechlike(one.rest)]
        return told if sum(again > 1 for again in Counter(one.key for one in told).values()) >= _FEWEST_APART else []
    holders = (beside(one.candidate.printed.removeprefix(one.candidate.label), language).name or "" for one in apart)
    known = {one.key for one in apart} | {fold(name) for name in holders}
    surnames = {key.split()[-1] for key in known if key}
    told = [one for one in lines if is_speechlike(one.rest)]
    again = [one for one in told if one.key in known or _is_titled(one, surnames)]
    if not again:
        return []
    return again + [one for one in told if one.sense.sort == "nobody" or _is_peer(one, language)]


def _is_titled(one: Seen, surnames: set[str]) -> bool:
    """Whether a label is a title and one of these surnames: `Mr. Doe`, where `Mr. John Doe (Leeds East)` speaks."""
    return one.sense.sort == "office and name" and fold(one.name) in surnames


def _is_peer(one: Seen, language: Language) -> bool:
    """Whether a label is a title of nobility or of the church, which is the name: `The Lord Bishop of Wexford`."""
    return bool(one.name) and phrase_in(fold(one.name), language.peers) is not None


def _seen(index: int, paragraph: Paragraph, following: str, language: Language) -> list[Seen]:
    """The candidates of a paragraph that may be labels; the words of one that stands alone are the next paragraph's."""
    found = []
    for one in candidates(index, paragraph):
        said = sense(one, language)
        if said and not _addresses(one, language):
            found.append(Seen(one, said, paragraph.words[one.words_from :] or following, fold(one.label)))
    return found


def _addresses(one: Candidate, language: Language) -> bool:
    """Whether what looks like `Name, office. …` is a sentence that addresses somebody: no office stands behind a name
    without initials."""
    if one.form != "stop":
        return False
    behind = one.printed.removeprefix(one.label)
    return behind.startswith(",") and "." not in one.label and not beside(behind, language).role


def _mark(one: Seen, paragraph: Paragraph, introduced: People) -> Mark:
    """The mark of a label. A name in brackets behind an office is who holds it: `The Minister (Jane Smith): …`; an
    office in brackets behind a name is that person's.

    `Answer:` is whoever the page says is interviewed.
    """
    label, printed = one.candidate.label, one.candidate.printed
    unnamed = one.sense.sort in ("nobody", "asked")
    interviewed = answerer(introduced) if one.sense.kind == "answer" else None
    inner = beside(printed.removeprefix(label), introduced.language)
    who = one.sense.who
    by_name = who and (one.sense.kind == "question" or ("," in label and not who.role))
    meant = (who.name if who and by_name else None) or label
    if inner.name and (one.sense.sort == "office" or (one.sense.sort == "nobody" and _TITLED.search(printed))):
        meant, unnamed = f"{label} {proper(inner.name, introduced.language)}", False
    elif inner.role and not inner.name and one.name and one.sense.who and not one.sense.who.role:
        meant = f"{proper(label, introduced.language)}, {inner.role}"
    how = f"label: {one.sense.sort}"
    opening = Opening(one.sense.kind, how, printed, interviewed or meant, unnamed and not interviewed)
    follows = one.candidate.words_from >= len(paragraph.words)
    return Mark("label", opening, None if follows else one.candidate.words_from)
