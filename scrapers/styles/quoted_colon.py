"""Words that a colon introduces: after a name alone, after a sentence about one person; what is a whole sentence."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import letters
from scrapers.styles.quoted_clauses import named_last, reported
from scrapers.styles.quoted_presented import colon_last
from scrapers.styles.quoted_runs import Source, oblique, pieces, run_of, source_of, words_of

FEWEST = 3  # words of a sentence that only a colon introduces
_ANOTHERS = re.compile(r"^(?:Ihre?|Seine?)\s")  # Ihr Amtsvorgänger X sieht das anders
_REACH = 480
_OF_THOSE_WORDS = re.compile(
    r"(?:(?:[^.!?:]|\.(?=\w)){0,160}?[,\s])?"
    r"(?:bunu|bu (?:söz|fikir|fikr|açiqlama|bəyanat|məlumat|mövqe|barədə|haqda)\w*"
    r"|об этом|(?:с )?такое?(?:ое|им)? (?:заявление|мнение|заявлением)|такими словами|так)\s",
)
"""How a line begins that says whose words stand before it: `Bunu X deyib`, `APA xəbər verir ki, bu sözləri X deyib`."""


def tellers(sentence: str, language: Language) -> list[Source]:
    """Whom a sentence after a quotation may name as who said it, the likeliest first; nobody if it does not."""
    if not _OF_THOSE_WORDS.match(fold(sentence)):
        return []
    some = reported(sentence, language), named_last(sentence, language), colon_last(sentence.rstrip(". "), language)
    return [source for source in some if source]


def label(lead: str, language: Language) -> Source | None:
    """`President X: "…"`: nothing but a name or a role before the colon."""
    text = lead.rstrip(": ")
    parts = pieces(text, language)
    code = letters(parts)
    if 0 < len(parts) <= 12 and re.fullmatch(r"[aMmbBCUOTtPNc&]*N", code) and (code.count("N") > 1 or "O" in code):
        return Source(text, "a name before a colon")
    return None


def before_colon(lead: str, inner: str, language: Language, *, telling: bool) -> Source | None:
    """`X was blunt: "…"`: a sentence about one person, who begins it, and then words that are a sentence. `telling`:
    it has a verb of saying, and a surname is enough."""
    if language.word_order == "verb last" or titled(inner) or not inner[:1].isupper() or len(inner.split()) < FEWEST:
        return None
    lead = _ANOTHERS.sub("", lead) if "der" in language.articles else lead
    parts = pieces(lead[-_REACH:], language)
    run = parts[: run_of(parts)]
    if (
        len(run) == len(parts)
        or not re.search(r"^N$|[NT]N" if telling else r"[NT]N", letters(run))
        or "NN" in letters(parts[len(run) :])
        or oblique(run, language)
    ):
        return None
    return source_of(words_of(lead[-_REACH:], run), "a sentence about one person before a colon", language)


def told_last(lead: str, inner: str, language: Language) -> Source | None:
    """In a language that puts the verb last, `X nazirə irad tutub: “…”`: a sentence after any verb that ends one."""
    sentence = len(inner.split()) >= FEWEST and inner[:1].isupper() and not titled(inner)
    return colon_last(lead[-_REACH:], language) if sentence else None


def is_sentence(inner: str, tail: str) -> bool:
    """Whether what a colon introduces is a whole sentence, and so somebody's words and no title."""
    over = ended(inner) or tail[:1] == "."
    return over and inner[:1].isupper() and len(inner.split()) >= FEWEST and not titled(inner)


def titled(inner: str) -> bool:
    """Whether every longer word is capitalised, as in a title."""
    long = [word for word in inner.split() if len(word) > 3]
    return len(long) > 1 and all(word[:1].isupper() for word in long) and inner[-1:] not in ".!?…,"


def ended(inner: str) -> bool:
    """Whether words end as a sentence does, marks inside them aside."""
    return inner.rstrip('"”»“’')[-1:] in (".", "!", "?", "…")
