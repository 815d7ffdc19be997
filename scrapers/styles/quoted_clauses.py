"""Who a clause beside a quotation says is speaking (`said X`, `X deyib ki`): the phrase, not yet the person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from scrapers.languages import Language, fold
from scrapers.phrases import any_phrase
from scrapers.pieces import letters
from scrapers.styles.quoted_german import behind_verb, who_had_said, without_paper
from scrapers.styles.quoted_houses import housed
from scrapers.styles.quoted_phrases import FIRM, LATIN, head_subject, phrase_after, phrase_before
from scrapers.styles.quoted_presented import cited, own_words, owner_of_words
from scrapers.styles.quoted_runs import (
    EDGE,
    PERSON,
    REACH,
    Source,
    last_run,
    oblique,
    pieces,
    run_of,
    source_of,
    words_of,
)
from scrapers.styles.quoted_verb_last import spoken, verb_last

_QUOTING = re.compile(r"(?<!was )(?<!is )\b(?:quoted|quotes|cited) (.{3,120}?) as saying\b")
_RELAYS = ("цитирует", "приводит", "передает слова")
_MASCULINE_VERB = re.compile(r"л(?:ся)?$")
_FEMININE_NAME = re.compile(r"(?:ова|ева|ёва|ина|ская|ая)$")
_PASSIVE = re.compile(r"(?:ilib|ilir|ildi|ilmişdir|lanib|olunub|olunur|yazilib)$|^vurgulandi$")
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|wurde|wurden|был|была|были)\s+(?:\w+ly\s+)?$")
_MOST_VERBS, _MOST_BEFORE = 4, 5
_AGE = re.compile(r",(?<=\w,)\s\d{1,3}(?:\s(?:лет|года?|Jahre(?:\salt)?|yaşlı))?,(?=\s)")
_ASIDES = re.compile(r"\s\([^()]{1,30}\)|\s[\"“]\w+[\"”](?=\s[^\W\d_a-z])")  # (D-Md.), Robert “Bobby” Scott
_HIS_WORDS = re.compile(r"(?:приводит|передает|цитирует) (его|ее)\b")
_BY_HIS = re.compile(r"по (его|ее) ")
_AS = re.compile(r"^(?:[Aa]s|[Ww]ie)\s(?=[^\W\d_a-zäöü])")
_QUOTED = re.compile(r"[\"“«][^\s\"“”«»]+(?:\s[^\s\"“”«»]+){2,60}[\"”»]")
_OF_ANOTHER = re.compile(r"\b(?:who|which)\s\w+ed$")  # `told of his father, who wired: “…”`
_RELATED = re.compile(r"\b(?:which|whom|where)\s(?:[^\W\d_a-z][\w.'’-]*\s){1,4}$")  # `a video in which Bell bragged`
_TO_WHOM = frozenset({"told", "tells", "asked", "asks", "urged", "called", "thanked", "informed", "warned", "advised"})
"""After these, in a sentence that quotes nothing, stands whoever was spoken to."""
_DOES = re.compile(r"[a-z]{3,}(?:ed|s)")
_DOES_FREE = re.compile(r",?\s*[—–-]\s(?:[а-яё]+о\s|и\s)?([а-яё]{2,}(?:ла?|ли|л[аи]?с[ья]|[аеиёуюя]т(?:ся)?))(?=[\s,])")
_ADVERB = re.compile(r"[а-яё]{3,}о")  # коротко сказал
_IMPERSONAL = re.compile(r"(?:сказано|тся|гласит|reads?)$")
_CONVERB = re.compile(r"(?:derken|diyerek|deyərək)(?=,)")
_NO_VERBS = frozenset({"was", "has", "does", "this", "his", "its", "as"})
_THUS = frozenset(
    re.findall(r"\w+", "sözlerine sözlerini sözlərinə sözlərini şöyle belə şunları bunları da de də ayrıca həmçinin")
)
"""What may stand before a verb that is alone in its clause: `diyerek sözlerine şöyle devam etti`."""
_FILLERS = frozenset(
    {"so", "as", "как", "и", "wie", "also", "then", "later", "затем", "позже", "также", "об этом", "так"}
)


@lru_cache(maxsize=32)
def verbs(language: Language) -> re.Pattern[str]:
    """The verbs of saying of a language, to be searched in folded words."""
    return any_of((*language.said_before, *language.said_after))


@lru_cache(maxsize=32)
def _verbs_at_end(language: Language) -> tuple[re.Pattern[str], int]:
    """The verbs of saying of a language where nothing but signs follows, and the length of the longest."""
    longest = max(map(len, (*language.said_before, *language.said_after)), default=0)
    return re.compile(rf"(?:{verbs(language).pattern})\W*$"), longest


def ends_with_verb(folded: str, language: Language) -> bool:
    """Whether folded words end with a verb of saying, but for signs."""
    pattern, longest = _verbs_at_end(language)
    last = next((at for at in range(len(folded) - 1, -1, -1) if folded[at].isalnum()), 0)
    return pattern.search(folded, max(0, last + 1 - longest)) is not None


@lru_cache(maxsize=32)
def _according(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return any_of(language.according), any_of(language.according_after)


@lru_cache(maxsize=32)
def participles(language: Language) -> re.Pattern[str]:
    """The participles of saying that stand between the words and the name of who said them."""
    return any_of(language.participles)


def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words; one that never matches if there are none."""
    return any_phrase(phrases, before=r"\w'-", after=r"\w-")


def after(tail: str, language: Language) -> Source | None:
    """The speaker named by what follows a quotation up to the end of its sentence; None if it does not attribute."""
    tail = _AS.sub("", _ASIDES.sub("", tail[:REACH]).lstrip(EDGE))
    if "der" in language.articles:
        tail = without_paper(tail)
    folded = fold(tail)
    named = _according(language)[0].match(folded)
    told = tail[named.end() :] if named and not verbs(language).match(folded, named.end()) else ""
    if phrase := phrase_after(told, language, any_case=True):
        return source_of(phrase, "according to, after the words", language)
    if participle := participles(language).match(folded):
        parts = pieces(tail[participle.end() :], language)
        run = parts[: run_of(parts)]
        return source_of(
            None if oblique(run, language) else words_of(tail[participle.end() :], run), "said of", language
        )
    if quoting := _QUOTING.search(folded):
        phrase = phrase_after(tail[quoting.start(1) : quoting.end(1)], language, any_case=True)
        return source_of(phrase, "according to whom it quotes", language)
    if "der" in language.articles and (past := who_had_said(tail)):
        return source_of(phrase_after(past, language), "said after the words", language)
    if language.word_order == "verb last" and (phrase := cited(tail)):
        return source_of(phrase, "according to whom it quotes", language)
    verb = verbs(language).search(folded)
    if not verb or _goes_on(folded[verb.end() :], language):
        return None
    if converb := _CONVERB.match(tail):
        tail, folded = converb[0], fold(converb[0])
    if language.word_order == "verb last" and (owner := owner_of_words(tail)):
        return source_of(owner, "said after the words", language)
    if language.word_order == "verb last":
        verb = _last_verb(folded, language) or verb
        source = spoken(tail[: verb.start()], verb[0], language, "said after the words")
        return replace(source, implied=_alone(folded, verb, language)) if source.printed is None else source
    led = folded[: verb.start()].strip(EDGE)
    if not led or led in _FILLERS or (language.word_order == "free" and _ADVERB.fullmatch(led)):
        if his := _HIS_WORDS.match(folded, verb.start()):
            return Source("он" if his[1] == "его" else "она", "according to whom it quotes", pronoun=True)
        relayed = verb[0].startswith(_RELAYS)
        phrase = phrase_after(tail[verb.end() :], language, any_case=relayed)
        how = "according to whom it quotes" if relayed else "said after the words"
        source = source_of(phrase if _agrees(verb[0], phrase) else None, how, language)
        return housed(source, "", verb[0], tail[verb.end() :], language)
    phrase = phrase_before(tail[: verb.start()], language, strict=True)
    if phrase or len(folded[: verb.start()].split()) <= _MOST_BEFORE:
        source = source_of(phrase, "said after the words", language)
        return housed(source, tail[: verb.start()], verb[0], "", language)
    return None


def by_position(tail: str, language: Language) -> Source | None:
    """`“A,” Bell thundered on Monday.`, `«A», — вторил X`: where a comma ends the words, whoever does something next
    has said them."""
    if language.word_order == "free":
        verb = _DOES_FREE.match(tail[:REACH])
        phrase = phrase_after(tail[verb.end() :], language) if verb and fold(verb[1]) not in language.sent else None
        return source_of(phrase, "said after the words", language) if verb and _agrees(verb[1], phrase) else None
    if "der" in language.articles:
        after_verb = behind_verb(tail[:REACH])
        phrase = phrase_after(after_verb, language) if after_verb else None
        return source_of(phrase, "said after the words", language) if phrase else None
    if language.word_order != "verb second":
        return None
    parts = pieces(tail[:REACH], language)
    run = run_of(parts)
    does = parts[run].words if 0 < run < len(parts) and parts[run].code == "x" else ""
    if does in _NO_VERBS or not _DOES.fullmatch(does):
        return None
    return source_of(words_of(tail, parts[:run]), "said after the words", language)


def _plain(clause: str) -> str:
    """A clause without ages, parties and nicknames beside the names, nor the `as` of `as X put it`."""
    clause = _AS.sub("", clause.lstrip())
    return _AGE.sub(",", _ASIDES.sub("", clause))


def _agrees(verb: str, phrase: str | None) -> bool:
    """Whether verb and name agree in gender: what `сказал Петрова` names is not who spoke."""
    return not (phrase and _MASCULINE_VERB.search(verb) and _FEMININE_NAME.search(phrase))


def _last_verb(folded: str, language: Language) -> re.Match[str] | None:
    return next(reversed(list(verbs(language).finditer(folded))), None)


def _alone(folded: str, verb: re.Match[str], language: Language) -> bool:
    """Whether an active verb has nothing before it but the word that hands over: `deyə bildirib`, `dedi`."""
    words = (word for word in re.findall(r"[\w']+", folded[: verb.start()]) if word not in language.said_after)
    return _THUS.issuperset(words) and not _PASSIVE.search(verb[0])


def before(head: str, language: Language) -> Source | None:
    """The speaker named by what stands between the beginning of a sentence and its quotation; None if nobody."""
    if language.word_order == "free":
        head = LATIN.sub(r"\g<0>,", FIRM.sub("", head))
    head = _plain(_QUOTED.sub(",", head[-2 * REACH :])).rstrip(EDGE)
    folded = fold(head)
    if quoting := _QUOTING.search(folded):
        phrase = phrase_after(head[quoting.start(1) : quoting.end(1)], language, any_case=True)
        return source_of(phrase, "according to whom it quotes", language)
    source = _named_before(head, folded, language)
    if source:
        return source
    verb = _last_verb(folded, language)
    if verb is None:
        return None
    if _OF_ANOTHER.search(folded, verb.end()) or _RELATED.search(head[: verb.start()]):
        return Source(None, "said before the words")
    if language.word_order == "verb last":
        return spoken(head[: verb.start()], verb[0], language, "said before the words")
    phrase = phrase_before(head[: verb.start()], language, strict=False)
    following = head[verb.end() :].split(maxsplit=1)
    if not phrase and language.word_order == "verb second" and following and following[0] in language.pronouns:
        phrase = following[0]  # antwortete sie
    if not phrase and (
        language.word_order == "free"
        or _inverted(head, language)
        or not PERSON.search(letters(pieces(head[: verb.start()], language)))
    ):
        phrase = phrase_after(head[verb.end() :], language)
    if not phrase and verb[0] in language.said_after and language.word_order == "verb second":
        parts = pieces(head, language)
        phrase = words_of(head, parts[: run_of(parts)])
    if not phrase and not _IMPERSONAL.search(verb[0]):
        alone = language.word_order == "free" and len(list(islice(verbs(language).finditer(folded), 2))) == 1
        phrase = head_subject(head[: verb.start()], language, anywhere=alone)
        phrase = phrase if _agrees(verb[0], phrase) else None
    source = source_of(phrase, "said before the words", language)
    return housed(source, head[: verb.start()], verb[0], head[verb.end() :], language)


def _inverted(head: str, language: Language) -> bool:
    """Whether a German clause begins with neither article nor name, so that its subject follows the verb."""
    return "der" in language.articles and letters(pieces(head, language)[:1]) in ("x", "c")


def reported(sentence: str, language: Language) -> Source | None:
    """Who a sentence of narration says to have said something: `X said that …`, `…, X said, …`; None if nobody."""
    sentence = _plain(sentence[: 2 * REACH])
    folded = fold(sentence)
    if language.word_order == "verb last":
        verb = _last_verb(folded, language)
        if folded.startswith(("onun ", "ona ")) and folded.startswith(language.according_after):
            return Source("o", "", pronoun=True)  # Onun sözlərinə görə, …
        active = verb is not None and not _PASSIVE.search(verb[0])
        source = spoken(sentence[: verb.start()], verb[0], language, "") if verb and active else None
        return source if source and source.printed else None
    for verb in islice(verbs(language).finditer(folded), _MOST_VERBS):
        if _BEING.search(folded, 0, verb.start()):
            continue
        phrase = phrase_before(sentence[: verb.start()], language, strict=False)
        if not phrase and verb[0] not in _TO_WHOM:
            phrase = phrase_after(sentence[verb.end() :], language)
        if phrase:
            return source_of(phrase, "", language)
    return None


def named_last(sentence: str, language: Language) -> Source | None:
    """The full name that ends a sentence in a language where the subject may: `Об этом написал помощник … X.`"""
    parts = pieces(sentence.rstrip(" ."), language)
    found = re.search(r"(?<!N)NNN?$", letters(parts)) if language.word_order == "free" else None
    run = parts[found.start() :] if found else []
    return None if oblique(run, language) else source_of(words_of(sentence, run), "", language) if run else None


def doer(clause: str, language: Language) -> Source:
    """Who does what the verb after this clause says: `X sent`, `X направил`, `X Y-ə məktub göndərib`."""
    if language.word_order == "verb last":
        return verb_last(clause[-2 * REACH :], language, "")
    return source_of(phrase_before(clause[-2 * REACH :], language, strict=False), "", language)


def subject(head: str, language: Language) -> Source | None:
    """In a language that puts the verb last: who begins the sentence whose verb follows the quotation."""
    return verb_last(own_words(head[-2 * REACH :], language), language, "said after the words")


def _named_before(head: str, folded: str, language: Language) -> Source | None:
    """`According to X, "…"`, `X-in sözlərinə görə, "…"`."""
    prefix, suffix = _according(language)
    found = prefix.search(folded)
    if found and not verbs(language).search(folded, found.end()):
        rest = head[found.end() :]
        if his := _BY_HIS.match(found[0]):
            return Source("он" if his[1] == "его" else "она", "according to, before the words", pronoun=True)
        phrase = phrase_after(rest, language, any_case=True)
        return replace(source_of(phrase, "according to, before the words", language), implied=not rest.strip(EDGE))
    found = suffix.search(folded)
    if found:
        parts = pieces(head[: found.start()], language)
        source = source_of(words_of(head, parts[last_run(parts) :]), "according to, before the words", language)
        return replace(source, implied=not parts)
    return None


def _goes_on(after_verb: str, language: Language) -> bool:
    """Whether the verb reports something else than the words before it: `he said that …`, `deyib ki …`."""
    return bool(re.match(r"\W*(?:that|what|how|ki|что|как|dass|ob)\b", after_verb)) or (
        language.word_order == "verb last" and bool(re.match(r"\s*:", after_verb))
    )
