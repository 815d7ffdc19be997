"""The person before or after a verb of saying, in languages that put the verb second or freely."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import Piece, letters
from scrapers.styles.quoted_runs import (
    AGED,
    ASIDE,
    EDGE,
    REACH,
    complement,
    is_aside,
    last_run,
    oblique,
    pieces,
    run_of,
    words_of,
)

LATIN = re.compile(r"\b[A-Z][A-Za-z.]+(?= [А-ЯЁ])")  # `в интервью Reuters Громов`: two, and not one name
_BREAK = re.compile(r"[,;:.()!?\[\]/—–]")
_AGENCIES = frozenset(
    {"тасс", "риа", "новости", "риа новости", "интерфакс", "рбк", "россия", "агентство", "издание", "газета"}
)
_THE = frozenset({"der", "die"})
_RELATIVE = frozenset({"who", "который", "которая", "der", "die"})
FIRM = re.compile(r"(?<=\w )[«“„\"][^«»“”„\"]{1,40}[»”“\"] (?=[А-ЯЁ])")  # `гендиректор компании «Монолит» X`
_OFFICE_TO_NAME = re.compile(r"O[xbBcC&UNmMO]{2,16}(?<!N)(?P<name>NNN?)")
_OWNED = re.compile(r"[xbmCO]{1,6}(?P<name>NNN?)(?!N)")
_AGED_LAST = re.compile(rf"({AGED.pattern})\W*$")
_THE_NAME = re.compile(r"(?:^|[^OTM])aN$")
_A_SMILING = re.compile(r"ax{1,3}N")  # `a visibly tired Bell`
_DESCRIBED = re.compile(r"[aNxObBCMTm]{0,6}[xOT]NN")  # `Bell staffer Maya Stone`
_ROLE_THEN_NAME = re.compile(r"[axObmMCTtUB.]*?(?:N\.)?(?P<name>N[NP]*N)")
_APPOSITION = re.compile(r",(?:[mMbBC]*O[bBC]*)?(?P<name>[NP]*N[NP]*N)(?=[,.;]|$)")
_OFFICE_LAST = re.compile(r"NN(?=[mMC]*O$)")  # `после доклада главы ведомства Ивана Петрова президент`


def phrase_after(text: str, language: Language, *, any_case: bool = False) -> str | None:
    """The person after a verb: directly after it, or in a language with free word order the first in the nominative."""
    text = FIRM.sub("", text[:REACH].lstrip(EDGE)) if language.word_order == "free" else text.lstrip(EDGE)
    parts = pieces(text[:REACH], language)
    if parts and fold(parts[0].words) in language.pronouns:
        return parts[0].words
    if aged := AGED.match(fold(text[:REACH])):
        return text[: aged.end()]
    stop = _end_of_clause(text, parts)
    named = _name_in_apposition(text, parts, stop)
    parts = [part for part in parts if part.start < stop]
    if named or (letters(parts[1:2]) in ("'", "’") and _is_owner(parts)):
        return named
    run = _first_of_two(_from_office(parts[: run_of(parts, language)], language), language)
    if len(run) == 2 and run[1].code == "N" and fold(run[0].words) in language.articles:
        run = []  # der Angeklagte
    if any_case and not run and language.word_order == "free" and (owned := _OWNED.match(letters(parts))):
        run = parts[owned.start("name") : owned.end()]
    if not any_case and language.word_order == "free" and "N" not in letters(run):
        run = _named_at_end(parts, language) or run
    while any_case and len(run) > 1 and fold(run[-1].words) in _AGENCIES:
        run = run[:-1]  # приводит слова Громова ТАСС
    phrase = words_of(text, run) if any_case or not oblique(run, language) else None
    if phrase or any_case or language.word_order != "free":
        return phrase
    return _first_nominative(text, parts, language)


def _named_at_end(parts: list[Piece], language: Language) -> list[Piece]:
    """`заведующий центром анализа программ в Институте политики X Y`: an office whose clause ends with its name."""
    found = _OFFICE_TO_NAME.fullmatch(letters(parts))
    name = parts[found.start("name") :] if found else []
    given = fold(name[0].words) if name else ""
    plain = given in (*language.men, *language.women) or given[-1:] not in "аяуюеыи"
    return name if name and plain and not oblique(name, language) else []


def _end_of_clause(text: str, parts: list[Piece]) -> int:
    """Where the first punctuation stands that is none of a title or an initial."""
    return next((part.start for part in parts if _BREAK.fullmatch(part.code)), len(text))


def _name_in_apposition(text: str, parts: list[Piece], stop: int) -> str | None:
    """`said the mayor of Orford, Tom Bell.`: a name between an office and the next punctuation."""
    at = next((at for at, part in enumerate(parts) if part.start == stop), len(parts))
    found = _APPOSITION.match(letters(parts), at)
    if (
        not found
        or not at
        or (parts[0].code not in "aO" and fold(parts[0].words) not in _THE and not _is_owner(parts[:at]))
        or ("N" in letters(parts[:at])[-2:] and "O" not in letters(parts[:at]))
    ):
        return None
    return text[parts[at + 1].start : parts[found.end("name") - 1].end]


def _is_owner(parts: list[Piece]) -> bool:
    """Whether a phrase begins with whose the office in it is: `Bell's lawyer`, `Stevens' chief lawyer`."""
    owned = parts[0].words.endswith(("'s", "’s")) or letters(parts[1:2]) in ("'", "’")
    return parts[0].code == "N" and owned and "O" in letters(parts)


# fmt: off
_KIN = frozenset({
    "жена",
})
# fmt: on
"""After these a Russian name in -а is a genitive: the person is somebody else."""


def _first_of_two(run: list[Piece], language: Language) -> list[Piece]:
    """A phrase without the second person after it, whom the words were said to: `сказал X X-ов Y-у Y-ову`."""
    if language.word_order != "free" or not letters(run).endswith("NNNN"):
        return run
    owned = "O" in letters(run) and run[-3].words[-1] in "ая"
    return run[-2:] if owned else run[:-2]


def _from_office(run: list[Piece], language: Language) -> list[Piece]:
    """A phrase without whom the words were told to: `сообщил агентству Рейтер депутат X`."""
    if language.word_order != "free":
        return run
    office = next((at for at, part in enumerate(run) if part.code == "O"), 0)
    while office and run[office - 1].code in "mMbC":
        office -= 1
    return run[office:]


def _first_nominative(text: str, parts: list[Piece], language: Language) -> str | None:
    """The first person in the nominative among the pieces: `заявил журналистам министр X`."""
    for at, part in enumerate(parts):
        starts = part.code == "O" or (part.code == "N" and (at == 0 or parts[at - 1].code in "xU"))
        if not starts or (at and fold(parts[at - 1].words) in ASIDE):
            continue
        run = parts[at : at + run_of(parts[at:])]
        if run and not oblique(run, language):
            return words_of(text, run)
    return None


def phrase_before(text: str, language: Language, *, strict: bool) -> str | None:
    """The person before a verb: the phrase that touches it, or the head of the clause when only a comma or `and` does.

    `strict` wants nothing but the phrase and at most two small words between it and the verb.
    """
    parts = pieces(text, language)
    folded_pronouns = language.pronouns
    if len(parts) > 1 and parts[-2].code == "," and fold(parts[-1].words) in _RELATIVE:
        named = parts[last_run(parts[:-2]) : -2]
        return words_of(text, named) if named and named[0].code != "c" and named[-1].code == "N" else None
    if aged := _AGED_LAST.search(fold(text)):
        return text[aged.start(1) : aged.end(1)]
    noun = False
    while parts and parts[-1].code in "xt" and fold(parts[-1].words) not in folded_pronouns and len(parts) > 1:
        if parts[-2].code == "x" and strict and fold(parts[-2].words) not in folded_pronouns:
            break
        noun = not parts[-1].words.endswith("ly")
        parts = parts[:-1]
    if not parts or (noun and _THE_NAME.search(letters(parts))):
        return None  # the Bell campaign said
    if fold(parts[-1].words) in folded_pronouns:
        return parts[-1].words
    if parts[-1].code == ",":
        return _before_apposition(text, parts, language)
    if parts[-1].code == "&" and not strict:
        return _subject(text, parts[: run_of(parts)], language)
    begin = last_run(parts)
    if language.word_order == "free":
        begin = _second_of_two(parts, begin, language)
    if (
        begin
        and (strict or parts[begin - 1].code == "c" or is_aside(parts[begin - 1]))
        and parts[begin - 1].code != ","
    ):
        if strict and language.word_order == "verb second" and _A_SMILING.fullmatch(letters(parts)):
            return words_of(text, parts[begin:])
        if strict and language.word_order == "verb second" and _DESCRIBED.fullmatch(letters(parts)):
            small = (fold(part.words) for part in parts[:begin])
            return (
                None if any(one in language.openers or one in ASIDE for one in small) else words_of(text, parts[begin:])
            )
        free = language.word_order == "free" and begin > last_run(parts)
        return _subject(text, parts[begin:], language) if free else None
    if begin < len(parts) and parts[begin].code == "c" and begin and parts[begin - 1].code != ",":
        return None
    if begin and fold(parts[begin - 1].words) in _KIN and parts[-1].words[-1:] in "ая":
        return None
    if begin < len(parts) and fold(parts[begin].words) in _KIN:
        return None
    return _subject(text, parts[_with_office(parts, begin) :], language)


_LEADING = re.compile(r"[aNxObBCMTmU]{0,6}?(?P<name>T?N[NP]*N|TN)(?=[xc,])")
_NAMED_OFFICE = re.compile(r"a[xMmbBCU]{0,4}O,(?P<name>N[NP]*N),")
_UNNAMED = re.compile(r"a[xMmbBCU]*Oc.*O")  # `A spokesman for the secretary, Tom Bell, said`: nobody knows who
_NAMED_LAST = re.compile(r",a[xMmbBCU]{0,4}O,(?P<name>N[NP]*N),$")  # `In Orford, the local MP, Anna Lee, said`
_AND_THEN = re.compile(r"(?:,|,? (?:but|and|then|yet)|, (?:но|и|а|однако|затем))\s*$")


def head_subject(text: str, language: Language, *, anywhere: bool = False) -> str | None:
    """Who begins the sentence, where a comma or `but` alone stands before the verb: `X did not explain Y, but`; or
    `anywhere` before it, if the sentence names nobody else."""
    if language.word_order == "verb last" or "der" in language.articles or not (anywhere or _AND_THEN.search(text)):
        return None
    opener, _, rest = text.partition(", ")
    if fold(opener.lstrip().split(" ")[0]) in language.openers and rest:
        text = rest
    parts = pieces(text, language)
    code = letters(parts)
    found = _NAMED_OFFICE.match(code) or _LEADING.match(code)
    if not found or any(is_aside(part) for part in parts[: found.start("name")]):
        return None
    if anywhere and "N" in code[found.end() :]:
        return None
    run = parts[found.start("name") : found.end("name")]
    return None if oblique(run, language) else words_of(text, run)


def _before_apposition(text: str, parts: list[Piece], language: Language) -> str | None:
    """`X, the minister of trade, ` before a verb: the phrase before the first comma."""
    if len(parts) > 1 and fold(parts[0].words) in ("auch", "doch", "nur"):
        parts = parts[1:]  # Auch die Vorsitzende des Verbands, X, mahnte
    first = next(at for at, part in enumerate(parts) if part.code == ",")
    inner = parts[first + 1 : -1]
    own = _ROLE_THEN_NAME.fullmatch(letters(inner))
    if "&" in letters(parts[:first]) or (_UNNAMED.match(letters(parts[:first])) and fold(parts[0].words) != "the"):
        return None
    if last := _NAMED_LAST.search(letters(parts)):
        return words_of(text, parts[last.start("name") : last.end("name")])
    if held := _NAMED_OFFICE.match(letters(parts)):
        return words_of(text, parts[held.start("name") : held.end("name")])
    if own and (fold(parts[0].words) in language.articles or not re.search(r"N[NP]*N$", letters(parts[:first]))):
        return words_of(text, inner[own.start("name") :])
    if run_of(parts) == first:
        return _subject(text, parts[:first], language)
    begin = last_run(parts[:first])
    told = begin and parts[begin - 1].code == "x" and re.match(r"[OTtaMm]*NN", letters(parts[begin:first]))
    return _subject(text, parts[begin:first], language) if told else None


def _with_office(parts: list[Piece], begin: int) -> int:
    """Where a phrase begins whose office has words in small letters after it: `Директор завода X`."""
    for at in range(begin - 1, max(-1, begin - 7), -1):
        if parts[at].code == "O":
            return at if complement(parts[at : at + 1], parts[at + 1 :]) == begin - at - 1 > 0 else begin
    return begin


def _second_of_two(parts: list[Piece], begin: int, language: Language) -> int:
    """Where the subject begins in `на встрече с Y-ым X`: behind the name of another person."""
    if letters(parts[begin:]) == "NNNN":
        return begin + 2
    while begin < len(parts) - 1 and oblique(parts[begin : begin + 1], language):
        begin += 1
    return begin


def _subject(text: str, parts: list[Piece], language: Language) -> str | None:
    """The phrase, unless a case says it is not the subject."""
    while parts and parts[0].code in "c&":
        parts = parts[1:]
    if language.word_order == "free" and (other := _OFFICE_LAST.search(letters(parts))):
        parts = parts[other.end() :]
    return None if not parts or oblique(parts, language) else words_of(text, parts)
