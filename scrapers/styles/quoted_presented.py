"""Lines that present somebody's words where the verb stands last (`X belə cavab verib:`), and marks that hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.languages import Language, fold
from scrapers.pieces import Piece, letters
from scrapers.styles.quoted_runs import Source, pieces, run_of, source_of, words_of
from scrapers.styles.quoted_sentences import sentences
from scrapers.styles.quoted_verb_last import singles, verb_last

_FINITE = re.compile(r"\w{2,}(?:[iuü]b|(?<!d)[iuü]r|[dt][iuü]|m[iuü]ş(?:d[iuü]r)?|yor)(?:l[aə]r)?\W*$")
_PASSIVE = re.compile(r"(?:[iuü]l|[aəiuü]n|olun)(?:[iuü]b|[dt][iuü]|[iuü]r|m[iuü]ş(?:d[iuü]r)?)\W*$")
_ACTIVE = re.compile(
    r"(?:toxun|inan|düşün|güvən|sevin|çəkin|öyrən|qazan|utan|gileylən|şikayətlən|qəzəblən|hirslən|təəccüblən|fəxrlən)"
    r"(?:[iuü]b|[dt][iuü]|[iuü]r|m[iuü]ş(?:d[iuü]r)?)\W*$"
)
"""Verbs that only look like passives."""
_THUS = re.compile(
    r"(?:şöyle|şu şekilde(?:dir)?|şunlar|satır başları|öne çıkanlar|öne çıkan başlıklar"
    r"|belə(?:dir| olub| idi| səslənib)|(?:təqdim|taniş) edir(?:ik)?)(?: şöyle)?\W*$"
)
_WE_ASKED = re.compile(
    r"(?:ünvanla(?:diq|mişiq)|müraciət et(?:dik|mişik)|soruş(?:duq|muşuq)|əlaqə saxladiq|üz tutduq|yönəltdik)\W*$"
)
"""How a paper says whom it asked before it quotes the answer: `Sualı X-ə ünvanladıq:`."""
_OWNER = re.compile(r"'[ns]?[iuü]n$")
_WORDS_OF = re.compile(
    r"(?<=\w{2})n?[iuü]n (?:cavab|fikir|fikr|söz|açiqlama|şərh|reaksiya|müsahibə|bəyanat|mövqe|təəssürat)\w*\s"
)
"""Whose words a line presents: `X-in cavabı belə olub:`, `Sizi X-in fikirləri ilə tanış edirik:`."""
_ENDING = re.compile(r"(?!-(?:deyə|diye)\b)[-'’]?[^\W\d_]")
_REACTED = re.compile(
    r"\s*(?:söz|ifad|fikir|fikr|bəyanat|iddia|sual|çağiriş|açiqlama|söylem|açiklama|eleştiri)\w*(?:n[aeə]|[dt][aeə]n)\s"
)
_OWNED_WORDS = re.compile(
    r"[\s,–—-]*(?P<who>(?:[\w.]+\s){0,4}\w+n[ıiuü]n|(?:[\w.]+\s){0,4}\w+[ıiuü]n)\s(?:müraciət|məktub|bəyanat|açıqlama|məqalə|mesaj"
    r"|təbrik|paylaşım)\w*nd[aə]\s(?:bildirilib|deyilib|deyilir|bildirilir|qeyd olunub|vurğulanıb|qeyd edilib)"
)
_CITED = re.compile(
    r"[\s,–—-]*(?:deyə\s)?(?:[^\s,]+\s){0,4}?(?P<who>(?:[^\s,]+\s){0,6}[^\s,]+?)(?:[dt][ae]n|d[əa]n"
    r"|n?[iuü]n (?:söz|fik|fikir|sitat)\w+) (?:sitat gətir|iqtibas|çatdir|aktar)\w+"
)
"""`“A”, - TASS X-dan sitat gətirib`, `- deyə APA X-in sözlərini çatdırır`."""
_AGENCY = re.compile(r"^(?:[^\W\d_a-zəıöüçşğ]{2,}|\S+\.\w+|[\"“«][^\"”»]+[\"”»]|Report|Trend)\s+")
_PROGRAMME = re.compile(r"\w{3,}[iuü]n(?:[aə]|d[aə]n?)\s")
"""After a title: `“A” verilişində deyib`."""
_AFTER_MARK = re.compile(r"[\"”»](?:\s\w+)?,\s([^\"“”«»]+)$")
_FEW, _FEWEST = 8, 4
_IS_SO = re.compile(r"(?<!asi)(?<!əsi)[dt][iuü]r\W*$")  # `Valideyn X isə narahatdır:`
_TITLE = re.compile(r"[\"“«][^\"“”«»]{1,400}[\"”»][\w'’-]*\s*")  # `“Çelsi”nin çalışdırıcısı X:`, `“A?” sualına X:`
_CAPTION = re.compile(r"(?P<name>NN)[-–—]O")  # `X Y - politoloq` under a picture, above what X Y says
_WITNESS = re.compile(r"(?:N?x{0,4}|[BCMUOmb]*O)(?P<name>NN)")


def colon_last(lead: str, language: Language) -> Source | None:
    """Who a line or clause before a colon is about: it ends with any active verb, or is only what somebody is and the
    name (`Hadisə şahidi X:`)."""
    if language.word_order != "verb last":
        return None
    lead = _TITLE.sub("", lead)
    sentence = (sentences(lead) or [lead])[-1].rstrip(": ")
    folded, how = fold(sentence), "a sentence about one person before a colon"
    parts = pieces(sentence, language)
    if witness := _WITNESS.fullmatch(letters(parts)):
        return source_of(sentence[parts[witness.start("name")].start :], "a name before a colon", language)
    if caption := _CAPTION.fullmatch(letters(parts)):
        return source_of(sentence[: parts[caption.end("name") - 1].end], "a caption", language)
    if _WE_ASKED.search(folded):
        asked = [run for run in _runs(parts, language) if re.search(r"NN$|O$", letters(run))]
        return source_of(words_of(sentence, asked[-1]), how, language) if asked else None
    if _THUS.search(folded):
        owners = [run for run in _runs(parts, language) if run[-1].code in "NO" and _owns_words(sentence, run[-1])]
        phrase = words_of(sentence, owners[0]) if len(owners) == 1 else None
        return source_of(_OWNER.sub("", phrase), how, language) if phrase else None
    is_so = len(parts) <= _FEW and _IS_SO.search(folded)
    if (not _FINITE.search(folded) and not is_so) or (_PASSIVE.search(folded) and not _ACTIVE.search(folded)):
        return None
    source = verb_last(sentence, language, how)
    return source if source.printed else None


def _owns_words(sentence: str, last: Piece) -> bool:
    """Whether a phrase that ends with this piece says whose words are presented."""
    presented = _WORDS_OF.search(fold(sentence[last.start : last.end + 40]))
    named = last.code == "N" and _OWNER.search(fold(last.words))
    return bool(named or (presented and presented.start() < last.end - last.start))


def owner_of_words(tail: str) -> str | None:
    """Whose address or letter a passive says the words to stand in: `dövlət başçısının müraciətində bildirilib`."""
    owned = _OWNED_WORDS.match(tail)
    return owned["who"] if owned else None


def cited(tail: str) -> str | None:
    """Whose words an agency is said to hand on: `TASS X-dan sitat gətirib`."""
    found = _CITED.match(fold(tail))
    return _AGENCY.sub("", tail[found.start("who") : found.end("who")]) if found else None


def own_words(head: str, language: Language) -> str:
    """What of a sentence stands behind the last quotation in it, if that names a person: `X “A” derken, Y ise “B”`."""
    last = _AFTER_MARK.search(head)
    return last[1] if last and verb_last(last[1], language, "").printed else head


def is_programme(inner: str, tail: str) -> bool:
    """Whether a few words in marks are the title of what somebody said something in: `“A” verilişində deyib`."""
    return len(inner.split()) <= _FEWEST and inner[-1:] not in ".!?…," and bool(_PROGRAMME.match(fold(tail.lstrip())))


def is_of_others(tail: str) -> bool:
    """Whether what follows a quotation says that it is a title in a case (`“Aran”un`) or what somebody reacts to."""
    return bool(_ENDING.match(tail) or _REACTED.match(fold(tail)))


def is_crosshead(inner: str, language: Language) -> bool:
    """Whether a quotation alone on its line is a crosshead, as Turkish papers print them: in capitals, no stop."""
    return language.word_order == "verb last" and inner.isupper() and inner[-1:] not in ".!?…"


def _runs(parts: list[Piece], language: Language) -> Iterator[list[Piece]]:
    """The persons of a text, apart."""
    at = 0
    while at < len(parts):
        size = run_of(parts[at:])
        yield from singles(parts[at : at + size], language)
        at += size or 1
