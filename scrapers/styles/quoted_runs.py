"""Runs of words that may name a person in the clause beside a quotation: office, country, name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from scrapers.languages import Language, fold
from scrapers.pieces import Piece, letters
from scrapers.pieces import pieces as lettered

REACH = 240  # characters of a clause that are looked at: hostile pages have no sentences
EDGE = " \t,;:.–—-"
PHRASE = frozenset("aMmbBCUOTtPNc&")
PERSON = re.compile(r"[NO]")
_NATIONAL = (
    "american|argentine|argentinian|australian|austrian|belgian|brazilian|briton|cameroonian|canadian|chilean|colombian"
    "|croat|czech|dane|dutchman|ecuadorian|egyptian|englishman|finn|frenchman|frenchwoman|georgian|german|ghanaian"
    "|hungarian|icelander|irishman|italian|jamaican|kenyan|latvian|mexican|moroccan|new zealander|nigerian|norwegian"
    "|paraguayan|peruvian|pole|romanian|russian|scot|scotsman|senegalese|serb|slovak|south african|spaniard|swede|swiss"
    "|texan|tunisian|turk|ukrainian|uruguayan|welshman"
)
AGED = re.compile(
    rf"(?:the|der|die) (?:\d{{1,3}}-(?:year-old|jährige)"
    rf"|(?:{_NATIONAL})(?=\W*$|[,.;]|\s(?:after|in|on|at|when|who|of|told|said|added)\b))"
)
"""Whoever was just named, by age or nation: as good as a pronoun."""
_CASED = re.compile(r"\w['’][^\W\d_A-ZÇĞİÖŞÜƏ]+$")  # Yıldırım'ın; but O'Neill
_JOINT = re.compile(r"NN&a?[MC]*O?[NO]")
# Small words between verb and person that make the person somebody else than the speaker.
# fmt: off
ASIDE = frozenset(
    {
        "in", "on", "at", "to", "with", "from", "by", "after", "before", "against", "about", "as", "during", "when",
        "while", "than", "через", "с", "со", "в", "во", "на", "от", "до", "после", "mit", "nach", "im", "am", "bei",
        "zu", "zum", "auf", "aus", "vor", "für", "gegen", "über", "während",
    }
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks, as a clause says it. `printed` is the phrase, None where it names no person; `implied` says that the
    verb stands quite alone and means whoever was spoken of."""

    printed: str | None
    how: str
    pronoun: bool = False
    implied: bool = False
    again: bool = False  # whoever spoke just now
    house: str | None = None  # the institution whose words they are, where no person is named


def source_of(phrase: str | None, how: str, language: Language) -> Source:
    """A phrase (None: nobody is named) as a Source, told apart from a pronoun."""
    if phrase is None:
        return Source(None, how)
    folded = fold(phrase)
    return Source(phrase, how, folded in language.pronouns or bool(AGED.fullmatch(folded)))


def pieces(words: str, language: Language) -> list[Piece]:
    """The words with their letters; what only looks like a name because it begins a sentence is none."""
    openers = _openers(language)
    parts = lettered(words, language)
    return [p._replace(code="x") if p.code == "N" and fold(p.words) in openers else p for p in parts]


@lru_cache(maxsize=32)
def _openers(language: Language) -> frozenset[str]:
    pronouns = language.pronouns if language.word_order == "verb last" else ()
    return frozenset((*language.openers, *pronouns))


def run_of(parts: list[Piece], language: Language | None = None) -> int:
    """How many pieces from the first on may belong to one phrase that names a person."""
    size = 0
    named = False
    while size < len(parts):
        part = parts[size]
        if part.code == "x" and not named:
            more = complement(parts[:size], parts[size : size + 8])
            if not more:
                break
            size += more
            continue
        if part.code not in PHRASE or (part.code == "c" and fold(part.words) in ASIDE):
            break
        if named and (part.code in "bmca" or _is_article(part, parts[size + 1 :], language)):
            break
        if size and fold(part.words) in ("zum", "zur"):
            break
        named = named or part.code == "N"
        size += 1
    while size and parts[size - 1].code in "ca&P":
        size -= 1
    return size


def _is_article(part: Piece, following: list[Piece], language: Language | None) -> bool:
    """Whether a small word after a name begins another phrase: `Lindner der Agentur`, `Thoma von der Universität`."""
    if language is None or part.code != "P" or "der" not in language.articles:
        return False
    word = fold(part.words)
    if word == "vom":  # Albers vom Institut; but Max vom Bruch
        return bool(following) and following[0].code in "Bb"
    if word in ("von", "zu"):
        while following and following[0].code == "P":
            following = following[1:]
        return not following or following[0].code != "N"
    return word in language.articles or word in ("dem", "den", "des")


def complement(before: list[Piece], following: list[Piece]) -> int:
    """How many words in small letters go on an office up to the name: `министр транспорта X`, `head of research X`."""
    if not any(part.code == "O" for part in before) or before[-1].code not in "ObcBCU":
        return 0
    code = letters(following)
    words = re.match(r"[xbcC]+(?=[NT])|[xbcCBUO]+(?=NN)", code)
    if not words or (before[-1].code != "c" and not re.search(r"[а-яё]$", before[-1].words)):
        return 0
    return 0 if any(fold(part.words) in ASIDE for part in following[: words.end()]) else words.end()


def words_of(text: str, parts: list[Piece]) -> str | None:
    """The words of these pieces, None if they name neither a person nor an office, or name two people."""
    code = letters(parts)
    if not parts or not PERSON.search(code) or _JOINT.search(code):
        return None
    return text[parts[0].start : parts[-1].end]


def last_run(parts: list[Piece]) -> int:
    """Where the phrase that ends these pieces begins."""
    begin = len(parts)
    while begin and parts[begin - 1].code in PHRASE and not is_aside(parts[begin - 1]):
        begin -= 1
    return begin


def is_aside(part: Piece) -> bool:
    """Whether this small word makes the person beside it somebody else than the speaker."""
    return fold(part.words) in ASIDE


def oblique(parts: list[Piece], language: Language) -> bool:
    """Whether the last word of a phrase carries a case ending, as far as offices and usual name endings tell."""
    if not language.word_endings or not parts:
        return False
    last, word = parts[-1], fold(parts[-1].words)
    if last.code == "O":
        compound = bool(language.office_endings) and word.endswith(language.office_endings)
        return not compound and word not in language.offices and word not in language.leaders
    if last.code != "N":
        return False
    if language.word_order == "free":
        endings = [pair for pair in language.name_endings if len(pair[0]) > 2 and pair[0][-1] not in "ая"]
    else:
        endings = [pair for pair in language.name_endings if pair[1]]
    return bool(_CASED.search(last.words)) or any(
        word.endswith(ending) and len(word) > len(ending) for ending, _ in endings
    )
