"""The person of a clause whose verb of saying stands last, as in Azerbaijani and Turkish."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import Piece, letters
from scrapers.speakers import nominatives
from scrapers.styles.quoted_runs import PERSON, Source, oblique, pieces, run_of, source_of, words_of

_LISTED = frozenset({",", "və", "ve"})
_WITH = frozenset(
    {
        "arasında",
        "arasındakı",
        "arasindaki",
        "arasinda",
        "ilə",
        "ile",
        "və",
        "ve",
        "ilə birlikdə",
        "kimi",
        "olaraq",
        "olarak",
        "adına",
        "adından",
    }
)
_IN_CASE = re.compile(r"\w{3}(?:l[ae]r[iu]n[ae]|s[iuü]n(?:[ae]|[dt][ae]n?|[iuü])|l[ae]r[iu]n?[iu]|leri|ların[aı])$")
"""A word that begins a sentence, with a possessive and a case: no name is so inflected (`Sözlerine Balıkesir`)."""
_OF_OTHERS = re.compile(r"(?:(?:^|O)NNN?|^O)(?P<more>[BCMU]+)$")  # `X Y Ermənistanın məlumatlarına`
_OBJECT = ("nı", "ni", "nu", "nü")
_SURNAMES = ("ova", "eva", "zadə", "zade", "skaya", "ska")
_WHOLE = (*_SURNAMES, "ov", "ev", "ski", "oğlu", "li", "lı", "lu", "lü", "yan")
_PLACE = ("da", "də", "de", "ta", "te", "dan", "dən", "den", "la", "lə", "a", "ə", "ya", "yə")
_IN_PLACE = ("da", "də", "de", "ta", "te", "dan", "dən", "den")
_TWO = re.compile(r"N{1,3}&N{1,3}")
_WITHIN = re.compile(r"(?<=[\"“«])[^\"“”«»]{1,60}(?=[\"”»])")  # a channel, a house: `“Aran” televiziyasına`
_REPORTER = re.compile(
    r"^\S+\.\w+ (?:bildirir|yazır)\b|^[^:]{0,140}?(?:xəbər verir|(?:məlumat(?:ın)?a|xəbərinə) görə"
    r"|istinad(?:ən|la)|(?:haberine|bilgiye) göre)\b"
)
"""Which agency tells it: `Aran.az-ın məlumatına görə, …`."""
SITE = re.compile(r"(?<!\w)[^\W\d_]{2,}\.[^\W\d_]{2,6}(?:-\w{1,4})?(?!\w)")  # `Bizim.Media-ya`
_OF_A_HOUSE = re.compile(r"(?:^|[^N])[BC]N$")  # `Prezident Administrasiyasının Xarici siyasət şöbəsinin müdiri X`
_OF_OWNER = re.compile(r"[BO](?=M?N$)")  # `Təhsil Nazirliyinin İnsan resursları`, `Prezidentinin Qarabağ səfəri`
_HOUSE_CASE = re.compile(r"[-'’](?:y?[aə]|[dt][aə]n?)$")
_GENITIVE = re.compile(r"(?<=\w{2})n?[iuü]n$")
_ROLE_AND_NAME = re.compile(r"(?:.*?O)?[^N]*N[NP]*(?=(?:C[NM]*B)?[MCUBTO]*O)")


def verb_last(text: str, language: Language, how: str) -> Source:
    """The one person in the nominative before a verb that ends the clause; nobody if there are several."""
    for house in (_REPORTER, _WITHIN, SITE):
        text = house.sub(lambda name: fold(name[0]), text)
    parts = pieces(text, language)
    found: list[list[Piece]] = []
    at = 0
    while at < len(parts):
        size = run_of(parts[at:])
        if not size and fold(parts[at].words) in language.pronouns:
            found.append([parts[at]])
        if _TWO.fullmatch(letters(parts[at : at + size])) and not oblique(parts[at : at + size], language):
            return Source(None, how)  # two people together
        follower = fold(parts[at + size].words) if at + size < len(parts) else ""
        for run in singles(parts[at : at + size], language):
            joined = run[-1] is parts[at + size - 1] and follower in _WITH
            while joined and found and text[found[-1][-1].end : run[0].start].strip() in _LISTED:
                run = found.pop()
            skipped = joined or oblique(run, language) or _of_house(run, parts) or _is_one_of_many(text, run)
            if PERSON.search(letters(run)) and not skipped:
                found.append(run)
        at += size or 1
    return _only(text, found, language, how)


_ONE_OF_MANY = re.compile(r"\b(?:bir|ayni|eyni)\s(?:\w+\s)?$")


def _is_one_of_many(text: str, run: list[Piece]) -> bool:
    """Whether an office without a name is anybody's: `bir meclis üyesi`, `aynı üye`."""
    return "N" not in letters(run) and bool(_ONE_OF_MANY.search(fold(text[max(0, run[0].start - 40) : run[0].start])))


_COME = re.compile(r"(?:geldi|gəldi|gəlib)$")
_FROM = re.compile(r"(?:'n?[dt][ae]n|(?<=\w{3})[dt][aə]n)$")


def spoken(clause: str, verb: str, language: Language, how: str) -> Source:
    """Who the clause before a verb of saying says speaks; what comes comes from somebody (`X'ten açıklama geldi`)."""
    if not _COME.search(verb):
        return verb_last(clause, language, how)
    parts = pieces(clause, language)
    ends = [at for at, part in enumerate(parts) if part.code == "N" and _FROM.search(fold(part.words))]
    begin = ends[0] if len(ends) == 1 else 0
    while begin and parts[begin - 1].code in "NOBCMmb":
        begin -= 1
    phrase = words_of(clause, parts[begin : ends[0] + 1]) if len(ends) == 1 else None
    return source_of(_FROM.sub("", phrase) if phrase else None, how, language)


def singles(run: list[Piece], language: Language) -> list[list[Piece]]:
    """The persons of a run of capitalised words, apart: `Prezident X Baş nazir Y-lə`, `X Y Z Q-la`, `Bakıda X`."""
    found = []
    while run:
        code = letters(run)
        cut = _ROLE_AND_NAME.match(code)
        size = cut.end() if cut and "O" in code[: cut.end()] else len(run)
        if re.fullmatch(r"NN[BUCM]*O", code) and oblique(run, language):
            size = 2  # `X Y APA-nın müxbirinə danışıb`
        if code == "OO" and oblique(run, language) and not oblique(run[:1], language):
            size = 1  # `nazir jurnalistə deyib`
        if code == "NNNN" or (re.match(r"NN[MCBU]*O.*N", code) and fold(run[1].words).endswith(_WHOLE)):
            size = 2
        one = run[1:size] if size > 1 and _IN_CASE.search(fold(run[0].words)) and run[0].code == "N" else run[:size]
        while len(one) > 1 and "O" in letters(one) and _told_to(one[0]):
            one = one[1:]
        one = one[: _up_to_genitive(one, language)]
        if more := _OF_OTHERS.search(letters(one)):
            one = one[: more.start("more")]
        while letters(one)[letters(one).rfind("O") + 1 :].count("N") > 2 and _is_place(one):
            one = one[:-1]
        if letters(one)[letters(one).rfind("O") + 1 :] == "NNNN":
            one = one[:-1]  # `Prezidenti X Y Z Novruz bayramı münasibətilə`
        found.append(one[:-1] if len(one) > 1 and one[-1].code in "tT" else one)
        run = run[size:]
    return found


def _told_to(part: Piece) -> bool:
    """Whether a capitalised word before an office is a place or a house in a case: `APA-ya … rəhbəri X`."""
    word = fold(part.words)
    return (part.code in "NBb" and word.endswith(_PLACE[:8])) or (part.code in "NBU" and bool(_HOUSE_CASE.search(word)))


def _of_house(run: list[Piece], parts: list[Piece]) -> bool:
    """Whether capitalised words are no person's name but part of a house's: another's office or body comes next."""
    code = letters(run)
    if _OF_A_HOUSE.search(code) or fold(run[-1].words).endswith(("daki", "dəki", "deki")):  # Cənubi Qafqazdakı vəziyyət
        return True
    if _of_owner(run):
        return True
    following = [part for part in parts if part.start > run[-1].start][:3]
    if code == "N" and following and following[0].code == "b" and following[0].start == run[-1].end + 1:
        return not fold(run[-1].words).endswith(_WHOLE)  # `Ağdam klubuna`
    upper = [part.code for part in following if part.words[:1].isupper()]
    return "O" not in code and code.endswith("NN") and "B" in upper and upper[:1] != ["O"] and len(upper) > 1


def _of_owner(run: list[Piece]) -> bool:
    """Whether a capitalised word after a body or an office in the genitive is part of what that has."""
    owner = _OF_OWNER.search(letters(run))
    return owner is not None and bool(_GENITIVE.search(fold(run[owner.start()].words)))


def _up_to_genitive(run: list[Piece], language: Language) -> int:
    """Where a name ends that is followed by what its bearer has: `Nikol Paşinyanın Dağlıq Qarabağ açıqlaması`."""
    first = letters(run).find("N")
    if first < 0:
        return len(run)
    code = letters(run)
    cuts = (
        at for at in range(first + 1, len(run) - 1) if code[at : at + 2] == "NN" and oblique(run[: at + 1], language)
    )
    return next(cuts, len(run) - 1) + 1


def _is_place(run: list[Piece]) -> bool:
    """Whether the last word of a long name is rather a place than a surname in a case: not `X Y Ərdoğanla`."""
    word, before = fold(run[-1].words), fold(run[-2].words)
    complete = before.endswith(_WHOLE)
    return word.endswith(_IN_PLACE) or (complete and _placed(run) and not word.endswith(("la", "lə")))


def _only(text: str, found: list[list[Piece]], language: Language, how: str) -> Source:
    """The speaker among candidates: the only full name, else the only short one, else the only office, else pronoun."""
    full = [run for run in found if run[-1].code == "N" and len(run) > 1]
    if len(full) > 1:
        full = [run for run in full if not _OF_A_CLAUSE.match(text, run[-1].end - 2)] or full
    if len(full) > 1 and not how and not _placed(full[0]) and not _is_object(full[0]):
        full = full[:1]
    if len({run[-1].words for run in full}) == 1:
        full = full[:1]
    first = (
        len(full) > 1 and not text[: full[0][0].start].strip() and text[full[0][-1].end : full[0][-1].end + 1] != ","
    )
    if len(full) > 1 and (first or all(_placed(run) or _is_object(run) for run in full[1:])):
        full = full[:1]
    short = [
        run
        for run in found
        if run[-1].code == "N" and len(run) == 1 and (not _placed(run) or _TOPIC.match(text, run[-1].end))
    ]
    topics = [run for run in short if text[run[-1].end : run[-1].end + 1] == ","]
    if len(short) > 1 and len(topics) == 1:
        short = topics
    if len(short) > 1 and _ACTING.search(text, 0, short[-1][0].start):
        short = short[-1:]
    offices = [run for run in found if run[-1].code == "O"]
    pronouns = [run for run in found if fold(run[0].words) in language.pronouns]
    for some in (full, short, offices, pronouns):
        if len(some) == 1:
            return source_of(words_of(text, some[0]) or some[0][0].words, how, language)
        if some:
            break
    return Source(None, how)


_OF_A_CLAUSE = re.compile(r"[ıiuü]n\s\w+(?:d[ıiuü][ğy][ıiuü]|[ae]cağ[ıi]|əcəy[iı])\w*")
"""A participle after a name that it stands to as the genitive's: `Y-nin səsləndirdiyi fikirlər`."""
_TOPIC = re.compile(r",|\s(?:de|da|ise|isə)\b")
"""After these a name is what the sentence is about, whatever its ending looks like: `Kaya, …`, `Kolden de …`."""
_ACTING = re.compile(r"[\wıöü][ae]n\s$")
"""A participle before a name: `dikkati çeken Yıldırım`; a capital before it only begins the sentence."""


def _is_object(run: list[Piece]) -> bool:
    """Whether a name that does not begin the sentence may stand in the accusative: `X Y-ni təbrik edib`."""
    return fold(run[-1].words).endswith(_OBJECT)


def _placed(run: list[Piece]) -> bool:
    """Whether a name may carry the ending of a dative, locative, ablative or instrumental."""
    word = fold(run[-1].words)
    return word.endswith(_PLACE) and not word.endswith(_SURNAMES)


def phrases(text: str, language: Language) -> list[str]:
    """Every phrase of a text that may name a person, apart from its neighbours and, where its ending tells, in the
    nominative: in a language that puts persons side by side (`X Y-lə görüşüb`)."""
    parts = pieces(SITE.sub(lambda name: fold(name[0]), text), language)
    found: list[str] = []
    at = 0
    while at < len(parts):
        size = run_of(parts[at:])
        for run in singles(parts[at : at + size], language):
            if len(run) > 1 and run[-1].code in "NO" and not _of_owner(run):
                printed = text[run[0].start : run[-1].end]
                inflected = oblique(run, language) and run[-1].code == "N"
                found.append(nominatives(printed, language)[:2][-1] if inflected else printed)
        at += size or 1
    return found
