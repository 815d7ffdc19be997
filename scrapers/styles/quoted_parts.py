"""A paragraph's quotations, each with what stands before and behind it and whether it is somebody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.languages import Language, fold
from scrapers.pieces import letters
from scrapers.styles.quoted_clauses import after, before, by_position, participles, subject, verbs, verbs_at_end
from scrapers.styles.quoted_marks import Quote
from scrapers.styles.quoted_runs import Source, oblique, pieces, run_of, source_of, words_of
from scrapers.styles.quoted_sentences import first_end, last_end
from scrapers.styles.quoted_turns import Fate, Part, interrupted
from scrapers.styles.quoted_verb_last import colon_last

_REACH = 480
_FEWEST = 3  # words of a sentence that only a colon introduces
_CONJUNCTION = re.compile(r"(?:^|[\s,])(?:that|ki|что|dass)$")
_AND = re.compile(r"[\s,”\"»“]*(?:and|и|və|und|ve)?\s*")
_OWN = re.compile(r"I(?:['’]\w+)?\s")
_NAME_BEFORE = re.compile(r"\b[^\W\d_a-zа-яё]\w*\.?\s$")
_LONGEST_NICKNAME = 16
_CAPITAL = re.compile(r"\s(?:[^\W\d_]+-)?[^\W\d_a-zа-яё]")
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
        return _ended(words)
    return words.endswith(".") and between.rstrip().endswith((",", ":")) and bool(_CAPITAL.match(between))


def _inside_name(words: str, quote: Quote) -> bool:
    """Whether a quotation is a nickname between two parts of a name: `Robert “Bobby” Bell`."""
    begin, end = quote.outer
    name = words[slice(*quote.inner)]
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
            and (_ended(inner) or tail.startswith(".") or len(inner.split()) > 3 or not quote.closed)
        ):
            fate = "joins"
        elif whole and (len(inner.split()) > 3 or _ended(inner)):
            fate = "bare"
        elif not head.strip() and _stands_alone(inner, tail, language):
            fate = "alone"
        elif not quote.closed and not words[: quote.outer[0]].strip():
            fate = "bare"
        else:
            fate = "none"
    return Part(inner, quote.closed, lead, tail, sign, source, fate)


def _stands_alone(inner: str, tail: str, language: Language) -> bool:
    """Whether a quotation is a sentence of its own; its full stop may stand behind the mark where that is customary."""
    ended = _ended(inner) or (tail[:1] == "." and language.word_order != "verb second")
    return ended and len(inner.split()) > _FEWEST and inner[:1].isupper()


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
    if lead.endswith(":"):
        source = before(head, language)
        if source is None or (source.printed is None and language.word_order == "free"):
            about = _label(lead, language) or _before_colon(lead, inner, language, telling=source is not None)
            source = about or (_told_last(lead, inner, language) if source is None else source)
        if source and (source.printed or source.implied or inner[-1:] != ","):
            return source
        if behind := _behind("", inner, tail, language):
            return behind if behind.printed or source is None else source
        if source:
            return source
    introduced = lead.endswith((",", ", -", "–", "—")) or bool(_CONJUNCTION.search(fold(lead)))
    clause = size > 2 or inner[-1:] in ".!?…,"
    if lead and not introduced and inner[-1:] == "," and (size < _FEWEST + 1 or _titled(inner[:-1])):
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
    adjacent = bool(verbs_at_end(language).search(fold(lead)))
    if introduced or adjacent:
        source = before(head, language) if clause and not _titled(inner) else None
        return source if introduced or (source and source.printed) else None
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
    if not rest or (_ended(inner) and inner[-1] == "." and rest[0] not in ",—–-" and not rest[0].islower()):
        return None
    dashed = rest[0] in ",—–-."
    if verbs(language).fullmatch(fold(rest.rstrip(" :"))) and rest.rstrip().endswith(":"):
        return None  # X, noting that it is “A,” added: “B”
    if _verb_last(language):
        few = len(inner.split()) < (3 if dashed else 2) and not _ended(inner)
        if (few and (not dashed or head.strip())) or (not dashed and not _verb_first(rest, language)):
            return None
        if not dashed and all(word[:1].isupper() for word in inner.split()) and not verbs(language).match(fold(rest)):
            return None  # “TRT World” telekanalına müsahibəsində
    source = after(tail, language)
    if (
        source is None
        and (inner[-1:] == "," or language.word_order == "free")
        and not head.strip()
        and len(inner.split()) > _FEWEST
        and not _titled(inner)
    ):
        source = by_position(rest, language)
    unnamed = source is not None and source.printed is None and not source.implied
    if unnamed and not dashed and not _points_on(inner) and not _verb_last(language):
        return None
    return subject(head, language) if source and source.implied and head.strip() else source


def _verb_first(rest: str, language: Language) -> bool:
    """Whether a verb of saying stands among the first words."""
    folded = fold(rest[:60])
    verb = participles(language).match(folded) or verbs(language).search(folded)
    return verb is not None and len(rest[: verb.start()].split()) <= 1


def _label(lead: str, language: Language) -> Source | None:
    """`President X: "…"`: nothing but a name or a role before the colon."""
    text = lead.rstrip(": ")
    parts = pieces(text, language)
    code = letters(parts)
    if 0 < len(parts) <= 12 and re.fullmatch(r"[aMmbBCUOTtPNc&]*N", code) and (code.count("N") > 1 or "O" in code):
        return Source(text, "a name before a colon")
    return None


def _before_colon(lead: str, inner: str, language: Language, *, telling: bool) -> Source | None:
    """`X was blunt: "…"`: a sentence about one person, who begins it, and then words that are a sentence. `telling`:
    it has a verb of saying, and a surname is enough."""
    if _verb_last(language) or _titled(inner) or not inner[:1].isupper() or len(inner.split()) < _FEWEST:
        return None
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


def _told_last(lead: str, inner: str, language: Language) -> Source | None:
    """In a language that puts the verb last, `X nazirə irad tutub: “…”`: a sentence after any verb that ends one."""
    sentence = len(inner.split()) >= _FEWEST and inner[:1].isupper() and not _titled(inner)
    return colon_last(lead[-_REACH:], language) if sentence else None


def _titled(inner: str) -> bool:
    """Whether every longer word is capitalised, as in a title."""
    long = [word for word in inner.split() if len(word) > 3]
    return len(long) > 1 and all(word[:1].isupper() for word in long) and inner[-1:] not in ".!?…,"


def _ended(inner: str) -> bool:
    return inner.rstrip('"”»“’')[-1:] in (".", "!", "?", "…")
