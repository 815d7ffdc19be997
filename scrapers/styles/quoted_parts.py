"""A paragraph's quotations, each with what stands before and behind it and whether it is somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.languages import Language, fold
from scrapers.styles.quoted_clauses import after, before, by_position, ends_with_verb, participles, subject, verbs
from scrapers.styles.quoted_colon import FEWEST, before_colon, ended, is_sentence, label, titled, told_last
from scrapers.styles.quoted_marks import Quote
from scrapers.styles.quoted_presented import is_crosshead, is_of_others, is_programme
from scrapers.styles.quoted_runs import Source
from scrapers.styles.quoted_sentences import first_end, last_end
from scrapers.styles.quoted_turns import Fate, Part, interrupted

_REACH = 480
_TOUCHING = 120  # characters of what stands before a quotation, where only its end counts
_CONJUNCTION = re.compile(r"(?:^|[\s,])(?:that|ki|что|dass)$")
_AND = re.compile(r"[\s,”\"»“]*(?:and|и|və|und|ve)?\s*")
_OWN = re.compile(r"I(?:['’]\w+)?\s")
_NAME_BEFORE = re.compile(r"\b[^\W\d_a-zа-яё]\w*\.?\s$")
_MOST_BEFORE = 5
_SAID_SO = re.compile(
    r"\.|\s(?:to|at|in|on|during|after|with|while|from|before|over|as|later|then|amid|again|\w+day)\b[^,:]*\."
)
_LONGEST_NICKNAME = 16
_CAPITAL = re.compile(r"\s(?:[^\W\d_]+-)?[^\W\d_a-zа-яё]")
_OF_A_WORD = re.compile(r"\w-$")  # im ARD-«Morgenmagazin»
_ADDED = re.compile(r"^[,\s]*(?:(?:and|but|then|и|но|а|затем)\s)?(?:(?:also|then|также)\s)?")
_OF_WHOM = re.compile(r"(?:And |But )?(?:Of|On|About) (?!\w+day\b)[^,.!?:]{2,60}:")  # `Of Bell: “…”`
_CREDIT = re.compile(r"\s*\((?:[^()]*\b(?:by|von)\b[^()]*|[A-ZА-ЯЁ/ ,.]+)\)\s*$")  # (Reporting by A; editing by B)


def parts_of(words: str, marks: Sequence[Quote], language: Language) -> list[Part]:
    """The quotations of a paragraph, in order. Looks no farther than a few hundred characters around each."""
    found: list[Part] = []
    sentence = 0
    marks = [quote for quote in marks if not _inside_name(words, quote)]
    for at, quote in enumerate(marks):
        end = marks[at - 1].outer[1] if at else 0
        between = words[end : quote.outer[0]]
        starts = last_end(between)
        fresh = starts is not None or (at > 0 and _begins_anew(between, found[-1].words))
        if fresh:
            sentence = end + (starts or 0)
        following = _next(words, marks, at)
        head = words[max(sentence, quote.outer[0] - _REACH) : quote.outer[0]]
        tail = words[quote.outer[1] : following][:_REACH]
        stop = first_end(tail)
        whole = len(marks) == 1 and not words[: quote.outer[0]].strip() and _is_credit(words[quote.outer[1] :])
        inside = interrupted(words[slice(*quote.inner)], quote, between[-_REACH:], language)
        found += inside or [
            _part(
                words, quote, between[-_REACH:], head, tail[:stop], found[-1] if found else None, fresh, whole, language
            )
        ]
    return found


def _is_credit(rest: str) -> bool:
    """Whether nothing follows a quotation but the names of reporter and editor, if that."""
    return not _CREDIT.sub("", rest[:_REACH]).strip(" .")


def _begins_anew(between: str, words: str) -> bool:
    """Whether what stands between two quotations of a paragraph is a sentence of its own: nothing at all after words
    that end, or a capital after their full stop and another quotation to come (`“A.” Bell promised, “B.”`)."""
    if not between.strip(" ,"):
        return ended(words)
    return words.endswith(".") and between.rstrip().endswith((",", ":")) and bool(_CAPITAL.match(between))


def _inside_name(words: str, quote: Quote) -> bool:
    """Whether a quotation is a nickname between two parts of a name (`Robert “Bobby” Bell`) or the end of a word."""
    begin, end = quote.outer
    name = words[slice(*quote.inner)]
    if _OF_A_WORD.search(words[max(0, begin - 2) : begin]):
        return True
    return (
        end - begin < _LONGEST_NICKNAME
        and name[:1].isupper()
        and words[end : end + 2].strip()[:1].isupper()
        and words[end : end + 1] == " "
        and bool(_NAME_BEFORE.search(words, max(0, begin - 30), begin))
    )


def _next(words: str, marks: Sequence[Quote], at: int) -> int:
    """Where the next quotation begins that is none of a name inside the clause: `сказал газете «Труд» X`."""
    for later in range(at + 1, min(at + 3, len(marks))):
        between = words[marks[later - 1].outer[1] : marks[later].outer[0]].rstrip()
        if not between or not between[-1].isalnum():
            return marks[later].outer[0]
    return len(words) if at + 3 > len(marks) else marks[at + 2].outer[1]


def _part(
    words: str,
    quote: Quote,
    lead: str,
    head: str,
    tail: str,
    previous: Part | None,
    fresh: bool,
    whole: bool,
    language: Language,
) -> Part:
    inner = words[slice(*quote.inner)].strip()
    sign = words[slice(*quote.outer)][:1] if quote.opened else ""
    source: Source | None = None
    fate: Fate
    goes_on = previous is not None and previous.fate in ("speaks", "joins")
    if goes_on and not fresh and _one_clause(head, previous, language):
        fate = "joins"
    else:
        source = _source(head, inner, tail, language)
        if (
            source
            and source.printed is None
            and not fresh
            and previous
            and previous.source
            and head[-2:] in (": ", ", ")
        ):
            source = previous.source
        if source:
            fate = "speaks"
        elif (
            goes_on
            and not head.strip(" -–—")
            and (ended(inner) or tail.startswith(".") or len(inner.split()) > 3 or not quote.closed)
        ):
            fate = "joins"
        elif whole and (len(inner.split()) > 3 or ended(inner)) and not is_crosshead(inner, language):
            fate = "bare"
        elif not head.strip() and _stands_alone(inner, tail, language):
            fate = "alone"
        elif not quote.closed and not words[: quote.outer[0]].strip():
            fate = "bare"
        elif head.rstrip().endswith(":") and not _verb_last(language) and is_sentence(inner, tail):
            fate = "alone"
        else:
            fate = "none"
    return Part(inner, quote.closed, lead, tail, sign, source, fate)


def _stands_alone(inner: str, tail: str, language: Language) -> bool:
    """Whether a quotation is a sentence of its own; its full stop may stand behind the mark where that is customary."""
    over = ended(inner) or (tail[:1] == "." and language.word_order != "verb second")
    return over and len(inner.split()) > FEWEST and inner[:1].isupper()


def _one_clause(head: str, previous: Part | None, language: Language) -> bool:
    """Whether what stands between two quotations attributes only the first: at most one verb of saying, no colon."""
    between = head[head.rfind(previous.words) + len(previous.words) :] if previous and previous.words in head else head
    if not between.rstrip().endswith((",", "—", "–", "-", ":", "…")) and not _AND.fullmatch(fold(between)):
        return False
    said = sum(1 for _ in verbs(language).finditer(fold(between)))
    return said <= 1 and not (between.rstrip().endswith(":") and said) and len(between) < 200


def _source(head: str, inner: str, tail: str, language: Language) -> Source | None:
    """Who the sentence says is speaking; None if it does not say that these are somebody's words."""
    lead, size = head.rstrip(), len(inner.split())
    if _OF_WHOM.fullmatch(lead):
        return Source(None, "the speaker goes on", again=True)
    if lead.endswith(":"):
        source = before(head, language)
        if source is None or (source.printed is None and language.word_order == "free"):
            about = label(lead, language) or before_colon(lead, inner, language, telling=source is not None)
            source = about or (told_last(lead, inner, language) if source is None else source)
        if source and (source.printed or source.implied or inner[-1:] != ","):
            return source
        if behind := _behind("", inner, tail, language):
            return behind if behind.printed or source is None else source
        if source:
            return source
    folded = fold(lead[-_TOUCHING:])
    introduced = lead.endswith((",", ", -", "–", "—")) or bool(_CONJUNCTION.search(folded))
    clause = size > 2 or inner[-1:] in ".!?…,"
    if lead and not introduced and inner[-1:] == "," and (size < FEWEST + 1 or titled(inner[:-1])):
        return None  # a title or a word in marks, with the comma inside as American papers print it
    behind = (
        _behind(head, inner, tail, language)
        if not lead or introduced or _points_on(inner) or _verb_last(language)
        else None
    )
    if behind:
        return behind
    if not lead or lead.endswith(":"):
        return None
    adjacent = ends_with_verb(folded, language)
    if introduced or adjacent:
        source = before(head, language) if clause and not titled(inner) else None
        return source if introduced or size > FEWEST or (source and source.printed) else None
    fragment = size > 3 and (inner[:1].islower() or inner[:1] in "…[" or bool(_OWN.match(inner)))
    return before(head, language) if fragment else None


def _verb_last(language: Language) -> bool:
    return language.word_order == "verb last"


def _points_on(inner: str) -> bool:
    """Whether the quotation ends as one does before its attribution."""
    return inner[-1:] in ",?!…—–-"


def _behind(head: str, inner: str, tail: str, language: Language) -> Source | None:
    """The attribution behind the quotation, if what follows belongs to its sentence."""
    rest = tail.lstrip()
    if head.strip() and language.word_order == "free" and rest[:1] not in tuple(",—–-"):
        return None  # программа «Вот это да!» рассказала
    stopped = ended(inner) and inner[-1] == "." and rest[:1] not in tuple(",—–-") and not rest[:1].islower()
    if not rest or (stopped and not _is_told_so(rest, language)):
        return None
    dashed = rest[0] in ",—–-."
    if rest.rstrip().endswith(":") and verbs(language).fullmatch(_ADDED.sub("", fold(rest)).rstrip(" :")):
        return None  # X, noting that it is “A,” added: “B”; что «A», и добавила: «B»
    if _verb_last(language) and (
        is_of_others(tail) or (is_programme(inner, tail) and not verbs(language).match(fold(rest)))
    ):
        return None
    if _verb_last(language):
        few = len(inner.split()) < (3 if dashed else 2) and not ended(inner)
        if (few and (not dashed or head.strip())) or (not dashed and not _verb_first(rest, language)):
            return None
        if not dashed and all(word[:1].isupper() for word in inner.split()) and not verbs(language).match(fold(rest)):
            return None  # “TRT World” telekanalına müsahibəsində
    source = after(tail, language)
    if (
        source is None
        and (inner[-1:] == "," or language.word_order == "free" or "der" in language.articles)
        and not head.strip()
        and len(inner.split()) > FEWEST
        and not titled(inner)
    ):
        source = by_position(rest, language)
    unnamed = source is not None and source.printed is None and not source.implied
    if unnamed and not dashed and not _points_on(inner) and not _verb_last(language):
        return None
    return subject(head, language) if source and source.implied and head.strip() else source


def _is_told_so(rest: str, language: Language) -> bool:
    """Whether a sentence only says who said the words before it: `“A.” Bell said to cheers. “B.”`"""
    if language.word_order != "verb second" or "der" in language.articles or not rest.rstrip().endswith("."):
        return False
    folded = fold(rest)
    verb = verbs(language).search(folded)
    return (
        verb is not None
        and len(folded[: verb.start()].split()) < _MOST_BEFORE
        and bool(_SAID_SO.match(folded, verb.end()))
    )


def _verb_first(rest: str, language: Language) -> bool:
    """Whether a verb of saying stands among the first words."""
    folded = fold(rest[:60])
    verb = participles(language).match(folded) or verbs(language).search(folded)
    return verb is not None and len(rest[: verb.start()].split()) <= 1
