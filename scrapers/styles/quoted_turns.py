"""A quotation as a part of its paragraph, and those that an attribution between dashes interrupts: `— A, — X said`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Literal, NamedTuple

from scrapers.languages import Language, fold
from scrapers.styles.quoted_clauses import after, by_position, verbs
from scrapers.styles.quoted_marks import Quote
from scrapers.styles.quoted_runs import Source
from scrapers.styles.quoted_sentences import first_end

Fate = Literal["speaks", "joins", "bare", "alone", "none"]
"""speaks: has an attribution of its own; joins: goes on after one; bare: a whole paragraph; alone: a sentence that
nobody is given; none: a title, a name, a scare quote."""

_REACH = 480
_MOST_DASHES, _MOST_BEFORE = 4, 3
_TURN = re.compile(r"\s[—–]\s|(?<=[,!?…])(?:[—–]|\s-)\s")
_TURN_BACK = re.compile(r"[.,:!?…]\s?[—–-]\s")
_OPENING_DASH = re.compile(r"[—–-]\s*(?=\S)")


class Part(NamedTuple):
    """One quotation: its words, the narration before it since the last one (`lead`), behind it in its sentence
    (`tail`), its opening mark, who the sentence says is speaking, and what becomes of it."""

    words: str
    closed: bool
    lead: str
    tail: str
    sign: str
    source: Source | None
    fate: Fate


def told(parts: Sequence[Part]) -> str:
    """What a paragraph tells around its quotations."""
    leads = (glue(parts[at - 1 : at] if at else []) + part.lead for at, part in enumerate(parts))
    return "".join(leads).removeprefix(" … ") + "".join(f" … {part.tail}" for part in parts[-1:])


def glue(previous: Sequence[Part]) -> str:
    """What stands for a quotation in the narration around it: nothing for a title or a firm's name in the sentence."""
    return " " if previous and previous[0].fate == "none" and previous[0].lead.strip() else " … "


def interrupted(inner: str, quote: Quote, head: str, language: Language) -> list[Part]:
    """«A, — said X. — B»: the attribution stands inside the marks, between dashes."""
    found = turns(inner, language)
    return [found[0]._replace(lead=head), *found[1:-1], found[-1]._replace(closed=quote.closed)] if found else []


def dialogue(words: str, language: Language) -> list[Part]:
    """`— A, — said X. — B.`: a paragraph that opens with a dash and has an attribution between dashes."""
    opening = _OPENING_DASH.match(words)
    return turns(words[opening.end() :], language) if opening else []


def turns(text: str, language: Language) -> list[Part]:
    """Words, an attribution between dashes that begins with a verb or a person, and the words that go on."""
    if not ("—" in text or "–" in text or "-" in text):
        return []
    for turn in islice(_TURN.finditer(text), _MOST_DASHES):
        said, clause = text[: turn.start()].rstrip(), text[turn.end() :][:_REACH]
        if said[-1:] not in ",!?…":
            continue  # a dash inside the words
        back = _TURN_BACK.search(clause)
        source = _turned(clause, clause[: back.start() + 1] if back else clause[: first_end(clause)], language)
        if source:
            found = [Part(said, True, "", clause[: back.start()] if back else clause, "", source, "speaks")]
            rest = text[turn.end() + back.end() :].strip() if back else ""
            return [*found, Part(rest, True, "", "", "", None, "joins")] if rest else found
    return []


def _turned(clause: str, told: str, language: Language) -> Source | None:
    """Who is said to speak between dashes; None if what stands there is no attribution."""
    verb = verbs(language).search(fold(clause[:80]))
    if verb and len(clause[: verb.start()].split()) <= _MOST_BEFORE:
        return after(told, language)
    source = by_position(f"— {told}", language) if language.word_order == "free" else None
    return source if source and source.printed else None  # `«Тронут, — ответит закон»` goes on
