"""Who a clause beside a quotation says is speaking: `said X`, `X deyib ki`, `по словам X`; the phrase, not yet the person."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from scrapers.languages import Language, fold
from scrapers.names import Piece, letters
from scrapers.names import pieces as lettered
from scrapers.speakers import nominatives

_REACH = 240  # characters of a clause that are looked at: hostile pages have no sentences
_EDGE = " \t,;:.–—-"
_PHRASE = re.compile(r"[aMmbBCUOTtPNc&]+")
_BREAK = re.compile(r"[,;:.()!?\[\]/—–]")
_PERSON = re.compile(r"[NO]")
_JOINT = re.compile(r"NN&a?[MC]*O?[NO]")
# Small words between verb and person that make the person somebody else than the speaker.
_ASIDE = frozenset(
    "in on at to with from by after before against about as during when while than через с со в во на от до после mit nach im am bei zu zum gegen über während".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks, as a clause says it. `printed` is the phrase, None where it names no person; `implied` says that the
    verb stands quite alone and means whoever was spoken of."""

    printed: str | None
    how: str
    pronoun: bool = False
    implied: bool = False


@lru_cache(maxsize=32)
def verbs(language: Language) -> re.Pattern[str]:
    """The verbs of saying of a language, to be searched in folded words."""
    return any_of((*language.said_before, *language.said_after))


@lru_cache(maxsize=32)
def _according(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return any_of(language.according), any_of(language.according_after)


def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words; one that never matches if there are none."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])" if phrases else r"(?!)")


def after(tail: str, language: Language) -> Source | None:
    """The speaker named by what follows a quotation up to the end of its sentence; None if it does not attribute."""
    tail = tail[:_REACH].lstrip(_EDGE)
    folded = fold(tail)
    named = _according(language)[0].match(folded)
    if named and not verbs(language).match(folded, named.end()):
        phrase = _phrase_after(tail[named.end() :], language, any_case=True)
        if phrase:
            return _source(phrase, "according to, after the words", language)
    verb = verbs(language).search(folded)
    if not verb or _goes_on(folded[verb.end() :], language):
        return None
    if language.word_order == "verb last":
        for verb in verbs(language).finditer(folded, verb.end()):
            pass
        source = _verb_last(tail[: verb.start()], language, "said after the words")
        return replace(source, implied=_alone(folded, verb, language)) if source.printed is None else source
    if not folded[: verb.start()].strip(_EDGE) or folded[: verb.start()].strip() in _FILLERS:
        relayed = verb[0].startswith(_RELAYS)
        phrase = _phrase_after(tail[verb.end() :], language, any_case=relayed)
        how = "according to whom it quotes" if relayed else "said after the words"
        return _source(phrase if _agrees(verb[0], phrase) else None, how, language)
    phrase = _phrase_before(tail[: verb.start()], language, strict=True)
    if phrase or len(folded[: verb.start()].split()) <= 5:
        return _source(phrase, "said after the words", language)
    return None


_RELAYS = ("цитирует", "приводит слова", "передает слова")
_MASCULINE_VERB = re.compile(r"л(?:ся)?$")
_FEMININE_NAME = re.compile(r"(?:ова|ева|ёва|ина|ская|ая)$")


def _agrees(verb: str, phrase: str | None) -> bool:
    """Whether verb and name agree in gender: what `сказал Петрова` names is not who spoke."""
    return not (phrase and _MASCULINE_VERB.search(verb) and _FEMININE_NAME.search(phrase))


def _alone(folded: str, verb: re.Match[str], language: Language) -> bool:
    """Whether an active verb has nothing before it but the word that hands over: `deyə bildirib`, `dedi`."""
    words = [word for word in re.findall(r"[\w']+", folded[: verb.start()]) if word not in language.said_after]
    return not words and not _PASSIVE.search(verb[0])


_PASSIVE = re.compile(r"(?:ilib|ilir|ildi|ilmişdir|lanib|olunub|olunur|yazilib)$|^vurgulandi$")
_FILLERS = frozenset({"so", "as", "как", "и", "wie", "also", "then", "later", "затем", "позже", "также"})


def before(head: str, language: Language) -> Source | None:
    """The speaker named by what stands between the beginning of a sentence and its quotation; None if nobody."""
    head = head[-2 * _REACH :].rstrip(_EDGE)
    folded = fold(head)
    source = _named_before(head, folded, language)
    if source:
        return source
    verb = None
    for verb in verbs(language).finditer(folded):
        pass
    if verb is None:
        return None
    if language.word_order == "verb last":
        return _verb_last(head[: verb.start()], language, "said before the words")
    phrase = _phrase_before(head[: verb.start()], language, strict=False)
    if not phrase and (
        language.word_order == "free" or not _PERSON.search(letters(pieces(head[: verb.start()], language)))
    ):
        phrase = _phrase_after(head[verb.end() :], language)
    return _source(phrase, "said before the words", language)


def doer(clause: str, language: Language) -> Source:
    """Who does what the verb after this clause says: `X sent`, `X направил`, `X Y-ə məktub göndərib`."""
    if language.word_order == "verb last":
        return _verb_last(clause[-2 * _REACH :], language, "")
    return _source(_phrase_before(clause[-2 * _REACH :], language, strict=False), "", language)


def subject(head: str, language: Language) -> Source | None:
    """In a language that puts the verb last: who begins the sentence whose verb follows the quotation."""
    return _verb_last(head[-2 * _REACH :], language, "said after the words")


def _named_before(head: str, folded: str, language: Language) -> Source | None:
    """`According to X, "…"`, `X-in sözlərinə görə, "…"`."""
    prefix, suffix = _according(language)
    found = prefix.search(folded)
    if found and not verbs(language).search(folded, found.end()):
        rest = head[found.end() :]
        phrase = _phrase_after(rest, language, any_case=True)
        return replace(_source(phrase, "according to, before the words", language), implied=not rest.strip(_EDGE))
    found = suffix.search(folded)
    if found:
        parts = pieces(head[: found.start()], language)
        source = _source(_words(head, parts[_last_run(parts) :]), "according to, before the words", language)
        return replace(source, implied=not parts)
    return None


def pieces(words: str, language: Language) -> list[Piece]:
    """The words with their letters; what only looks like a name because it begins a sentence is none."""
    parts = lettered(words, language)
    return [replace(p, code="x") if p.code == "N" and fold(p.words) in language.openers else p for p in parts]


def _goes_on(after_verb: str, language: Language) -> bool:
    """Whether the verb reports something else than the words before it: `he said that …`, `deyib ki …`."""
    return bool(re.match(r"\W*(?:that|what|how|ki|что|как|dass|ob)\b", after_verb)) or (
        language.word_order == "verb last" and bool(re.match(r"\s*:", after_verb))
    )


def _source(phrase: str | None, how: str, language: Language) -> Source:
    if phrase is None:
        return Source(None, how)
    return Source(phrase, how, fold(phrase) in language.pronouns)


def _run(parts: list[Piece]) -> int:
    """How many pieces from the first on may belong to one phrase that names a person."""
    size = 0
    named = False
    while size < len(parts):
        part = parts[size]
        if part.code == "x" and not named:
            complement = _complement(parts[:size], parts[size : size + 8])
            if not complement:
                break
            size += complement
            continue
        if not _PHRASE.fullmatch(part.code) or (part.code == "c" and fold(part.words) in _ASIDE):
            break
        if named and part.code in "bmca":
            break
        named = named or part.code == "N"
        size += 1
    while size and parts[size - 1].code in "ca&P":
        size -= 1
    return size


def _complement(before: list[Piece], following: list[Piece]) -> int:
    """How many words in small letters go on an office up to the name: `министр транспорта X`, `director of research X`."""
    if not any(part.code == "O" for part in before) or before[-1].code not in "Obc":
        return 0
    code = letters(following)
    words = re.match(r"[xbcC]+(?=[NT])", code)
    if not words or (before[-1].code != "c" and not re.search(r"[а-яё]$", before[-1].words)):
        return 0
    return 0 if any(fold(part.words) in _ASIDE for part in following[: words.end()]) else words.end()


def _words(text: str, parts: list[Piece]) -> str | None:
    """The words of these pieces, None if they name neither a person nor an office, or name two people."""
    code = letters(parts)
    if not parts or not _PERSON.search(code) or _JOINT.search(code):
        return None
    return text[parts[0].start : parts[-1].end]


def _phrase_after(text: str, language: Language, *, any_case: bool = False) -> str | None:
    """The person after a verb: directly after it, or in a language with free word order the first in the nominative."""
    text = text.lstrip(_EDGE)
    parts = pieces(text[:_REACH], language)
    if parts and fold(parts[0].words) in language.pronouns:
        return parts[0].words
    stop = _end_of_clause(text, parts)
    parts = [part for part in parts if part.start < stop]
    run = _first_of_two(_from_office(parts[: _run(parts)], language), language)
    phrase = _words(text, run) if any_case or not _oblique(run, language) else None
    if phrase or any_case or language.word_order != "free":
        return phrase
    return _first_nominative(text, parts, language)


def _first_of_two(run: list[Piece], language: Language) -> list[Piece]:
    """A phrase without the second person after it, whom the words were said to: `сказал X X-ов Y-у Y-ову`."""
    return run[:-2] if language.word_order == "free" and letters(run).endswith("NNNN") else run


def _from_office(run: list[Piece], language: Language) -> list[Piece]:
    """A phrase without whom the words were told to: `сообщил агентству Рейтер депутат X`."""
    if language.word_order != "free":
        return run
    office = next((at for at, part in enumerate(run) if part.code == "O"), 0)
    while office and run[office - 1].code in "mMbC":
        office -= 1
    return run[office:]


def _end_of_clause(text: str, parts: list[Piece]) -> int:
    """Where the first punctuation stands that is none of a title or an initial."""
    return next((part.start for part in parts if _BREAK.fullmatch(part.code)), len(text))


def _first_nominative(text: str, parts: list[Piece], language: Language) -> str | None:
    """The first person in the nominative among the pieces: `заявил журналистам министр X`."""
    for at, part in enumerate(parts):
        starts = part.code == "O" or (part.code == "N" and (at == 0 or parts[at - 1].code == "x"))
        if not starts or (at and fold(parts[at - 1].words) in _ASIDE):
            continue
        run = parts[at : at + _run(parts[at:])]
        if run and not _oblique(run, language):
            return _words(text, run)
    return None


def _phrase_before(text: str, language: Language, *, strict: bool) -> str | None:
    """The person before a verb: the phrase that touches it, or the head of the clause when only a comma or `and` does.

    `strict` wants nothing but the phrase and at most two small words between it and the verb.
    """
    parts = pieces(text, language)
    folded_pronouns = language.pronouns
    while parts and parts[-1].code in "xt" and fold(parts[-1].words) not in folded_pronouns and len(parts) > 1:
        if parts[-2].code == "x" and strict and fold(parts[-2].words) not in folded_pronouns:
            break
        parts = parts[:-1]
    if not parts:
        return None
    if fold(parts[-1].words) in folded_pronouns:
        return parts[-1].words
    if parts[-1].code == ",":
        return _before_apposition(text, parts, language)
    if parts[-1].code == "&" and not strict:
        return _words_of(text, parts[: _run(parts)], language)
    begin = _last_run(parts)
    if language.word_order == "free":
        begin = _second_of_two(parts, begin, language)
    if (
        begin
        and (strict or parts[begin - 1].code == "c" or _is_aside(parts[begin - 1]))
        and parts[begin - 1].code != ","
    ):
        free = language.word_order == "free" and begin > _last_run(parts)
        return _words_of(text, parts[begin:], language) if free else None
    return _words_of(text, parts[begin:], language)


def _second_of_two(parts: list[Piece], begin: int, language: Language) -> int:
    """Where the subject begins in `на встрече с Y-ым X`: behind the name of another person."""
    if letters(parts[begin:]) == "NNNN":
        return begin + 2
    while begin < len(parts) - 1 and _oblique(parts[begin : begin + 1], language):
        begin += 1
    return begin


def _last_run(parts: list[Piece]) -> int:
    """Where the phrase that ends these pieces begins."""
    begin = len(parts)
    while begin and _PHRASE.fullmatch(parts[begin - 1].code) and not _is_aside(parts[begin - 1]):
        begin -= 1
    return begin


def _is_aside(part: Piece) -> bool:
    return fold(part.words) in _ASIDE


def _words_of(text: str, parts: list[Piece], language: Language) -> str | None:
    """The phrase, unless a case says it is not the subject."""
    while parts and parts[0].code in "c&":
        parts = parts[1:]
    return None if not parts or _oblique(parts, language) else _words(text, parts)


def _before_apposition(text: str, parts: list[Piece], language: Language) -> str | None:
    """`X, the minister of trade, ` before a verb: the phrase before the first comma."""
    first = next(at for at, part in enumerate(parts) if part.code == ",")
    if first == len(parts) - 1:
        return _words_of(text, parts[:first], language) if _run(parts) == first else None
    return _words_of(text, parts[: _run(parts)], language) if _run(parts) == first else None


def _oblique(parts: list[Piece], language: Language) -> bool:
    """Whether the last word of a phrase carries a case ending, as far as offices and usual name endings tell."""
    if not language.word_endings or not parts:
        return False
    last, word = parts[-1], fold(parts[-1].words)
    if last.code == "O":
        return word not in language.offices and word not in language.leaders
    if last.code != "N":
        return False
    if language.word_order == "free":
        endings = [pair for pair in language.name_endings if len(pair[0]) > 2 and pair[0][-1] not in "ая"]
    else:
        endings = [pair for pair in language.name_endings if pair[1]]
    return "'" in word[1:-1] or any(word.endswith(ending) and len(word) > len(ending) for ending, _ in endings)


def _verb_last(text: str, language: Language, how: str) -> Source:
    """The one person in the nominative before a verb that ends the clause; nobody if there are several."""
    parts = pieces(text, language)
    found: list[list[Piece]] = []
    at = 0
    while at < len(parts):
        size = _run(parts[at:])
        if not size and fold(parts[at].words) in language.pronouns:
            found.append([parts[at]])
        follower = fold(parts[at + size].words) if at + size < len(parts) else ""
        for run in _single(parts[at : at + size], language):
            joined = run[-1] is parts[at + size - 1] and follower in _WITH
            if _PERSON.search(letters(run)) and not joined and not _oblique(run, language):
                found.append(run)
        at += size or 1
    return _only(text, found, language, how)


_WITH = frozenset({"ilə", "ile", "və", "ve", "ilə birlikdə"})
_PLACE = ("da", "də", "de", "ta", "te", "dan", "dən", "den", "la", "lə", "a", "ə", "ya", "yə")
_ROLE_AND_NAME = re.compile(r"[^N]*N[NP]*(?=[MCUBTO]*O)")


def _single(run: list[Piece], language: Language) -> list[list[Piece]]:
    """The persons of a run of capitalised words, apart: `Prezident X Baş nazir Y-lə`, `X Y Z Q-la`, `Bakıda X`."""
    found = []
    while run:
        code = letters(run)
        cut = _ROLE_AND_NAME.match(code)
        size = cut.end() if cut and "O" in code[: cut.end()] else len(run)
        if code == "NNNN":
            size = 2
        one = run[:size]
        while len(one) > 1 and one[0].code == "N" and "O" in letters(one) and fold(one[0].words).endswith(_PLACE[:10]):
            one = one[1:]
        while letters(one).count("N") > 2 and one[-1].code == "N" and fold(one[-1].words).endswith(_PLACE):
            one = one[:-1]
        found.append(one[:-1] if len(one) > 1 and one[-1].code in "tT" else one)
        run = run[size:]
    return found


def _placed(run: list[Piece]) -> bool:
    """Whether a name may carry the ending of a dative, locative, ablative or instrumental."""
    return fold(run[-1].words).endswith(_PLACE)


def phrases(text: str, language: Language) -> list[str]:
    """Every phrase of a text that may name a person, apart from its neighbours and, where its ending tells, in the
    nominative: in a language that puts persons side by side (`X Y-lə görüşüb`)."""
    parts = pieces(text, language)
    found: list[str] = []
    at = 0
    while at < len(parts):
        size = _run(parts[at:])
        for run in _single(parts[at : at + size], language):
            if len(run) > 1 and run[-1].code in "NO":
                printed = text[run[0].start : run[-1].end]
                found.append(nominatives(printed, language)[1] if _oblique(run, language) and run[-1].code == "N" else printed)
        at += size or 1
    return found


def _only(text: str, found: list[list[Piece]], language: Language, how: str) -> Source:
    """The speaker among candidates: the only full name, else the only short one, else the only office, else pronoun."""
    full = [run for run in found if run[-1].code == "N" and len(run) > 1]
    if len(full) > 1 and not text[: full[0][0].start].strip() and all(_placed(run) for run in full[1:]):
        full = full[:1]
    short = [run for run in found if run[-1].code == "N" and len(run) == 1 and not fold(run[0].words).endswith(_PLACE)]
    offices = [run for run in found if run[-1].code == "O"]
    pronouns = [run for run in found if fold(run[0].words) in language.pronouns]
    for some in (full, short, offices, pronouns):
        if len(some) == 1:
            return _source(_words(text, some[0]) or some[0][0].words, how, language)
        if some:
            break
    return Source(None, how)
