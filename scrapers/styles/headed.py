"""Headed statements: a line says whose words follow (`Statement by President X`, `X dedi:`), then they stand alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scrapers.languages import Language, fold
from scrapers.names import named, proper
from scrapers.pieces import letters, phrase_at, phrase_in, pieces
from scrapers.records import Paragraph
from scrapers.roles import in_case
from scrapers.segments import segments
from scrapers.styles.cases import Words, from_genitive
from scrapers.styles.parts import Mark, Opening

_LONGEST_LINE = 600
_LONGEST_HEADING = 240
_MOST_NARRATOR_WORDS = 60
_MOST_PLAIN_WORDS = 30
_LATEST_SUBJECT = len("Meanwhile, the ")
_DASH = re.compile(r"[-–—―]\s*\w")
_CAPITAL = "[A-ZƏİÖÜÇŞĞА-ЯЁ]"
_SMALL = r"[^\W\d_A-ZƏİÖÜÇŞĞА-ЯЁ]"
_LOST_SPACE = re.compile(rf"{_CAPITAL}(?<={_SMALL}{_CAPITAL}){_SMALL}")  # searched by its capital: few letters are
_GLUED = re.compile(rf"[^\W\d_]+?{_SMALL}(?={_CAPITAL}{_SMALL})")
_QUOTE = '"“«„‘'
_EDGES = ' "“”«»„-–—*'


def headings(
    paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language, labels: Mapping[int, Mark]
) -> dict[int, Mark]:
    """Headings and narrator lines among the paragraphs at `free`, as marks by index.

    On a page with labels a heading gives nobody the floor unless somebody's words follow at once.
    """
    found: dict[int, Mark] = {}
    page = Words(one.words for one in paragraphs)
    first_label = min(labels, default=len(paragraphs))
    labelled = Words(one.opens.printed for one in labels.values() if one.opens and one.opens.printed)
    for at, index in enumerate(free):
        words = paragraphs[index].words
        if index in found:
            continue
        if mark := _inline(words, bool(labels), language):
            if index > first_label and not _is_labelled(mark, labelled, language):
                continue
            found[index] = mark
        if len(words) > _LONGEST_LINE or mark:
            continue
        after = index + 1 if index + 1 in labels else next(iter(free[at + 1 : at + 2]), len(paragraphs))
        following = paragraphs[after].words if after < len(paragraphs) and after not in labels else ""
        person = heading(words, language)
        if not person and (person := _over_two(words, following, language)):
            found[index] = Mark("heading")
            index, following = after, "- x"
        person = person or _surname(words, following, language)
        if person:
            silent = labels and not _takes_floor(following, language)
            found[index] = Mark("heading", None if silent else opening("heading", person, page, language))
        elif mark := narrator(
            words, _in_one_line(following, paragraphs[after + 1 : after + 2], language), labels.get(after), language
        ):
            found[index] = mark
            found |= _leading_up(free[at - 1] if at else None, mark, paragraphs, found, language)
    return found


def _leading_up(
    index: int | None, mark: Mark, paragraphs: Sequence[Paragraph], found: Mapping[int, Mark], language: Language
) -> dict[int, Mark]:
    """The reporter's sentence right before a narrator line, if it names whom that line gives the floor."""
    who = mark.opens.who if mark.opens else None
    if index is None or index in found or not who or " " not in who:
        return {}
    folded = fold(paragraphs[index].words)
    named = fold(who) in folded and not phrase_in(folded, language.first_person)
    return {index: Mark("narration")} if named else {}


def _is_labelled(mark: Mark, labelled: Words, language: Language) -> bool:
    """Whether a narrator's line among labels names somebody whom a label names: whoever speaks may quote others."""
    name = named(mark.opens.printed, language).name if mark.opens and mark.opens.printed else None
    return name is not None and Words((name,)).folded <= labelled.folded


def _inline(words: str, labelled: bool, language: Language) -> Mark | None:
    """A narrator's words and the speech in one paragraph, `Greeting the guests, X said: Dear friends …`.

    It counts among labels, or where a dash opens the speech.
    """
    at = words.find(": ", 0, _LONGEST_HEADING)
    rest = words[at + 2 :].lstrip()
    if at < 0 or not rest or not (_DASH.match(rest) or (labelled and _takes_floor(rest, language))):
        return None
    head = words[:at]
    verb = next(reversed([*re.finditer(r"\S+(?: \S+)?$", head)]), None)
    said = phrase_in(fold(head[verb.start() :]), language.said_before) if verb else None
    if not verb or not said or any(sign in head for sign in _QUOTE) or phrase_in(fold(head), language.first_person):
        return None
    who = _said(head, verb.start() + said.start(), language)
    return Mark("narration", who, len(words) - len(rest)) if who.printed else None


def opening(how: str, person: str, page: Words, language: Language) -> Opening:
    """A statement by the person of a heading, whose name may stand in the genitive. `page`: the words of the page."""
    inflects = language.genitive or language.heading_closers
    meant = from_genitive(person, language, page) if inflects else None
    return Opening("statement", how, person, meant)


def heading(words: str, language: Language) -> str | None:
    """The person of a line that is only a heading: `Speech of …`, or a person in the genitive before `bəyanatı`."""
    if words[-1:] in ".!?" or len(words) > _LONGEST_HEADING:
        return None
    line = _unglued(words.strip(_EDGES).rstrip(":").strip(), language)
    return _after_opener(line, language) or _before_closer(line, language)


def _over_two(words: str, following: str, language: Language) -> str | None:
    """The person of a heading printed on two lines: `Statement by` over the name, or the name over `bəyanatı`."""
    if words[-1:] in ".!?:" or not following or len(words) + len(following) > _LONGEST_HEADING:
        return None
    first, second = words.strip(_EDGES), following.strip(_EDGES).rstrip(":")
    if fold(second) in language.heading_closers or fold(first) in language.heading_openers:
        return heading(f"{first} {second}", language)
    return None


def _surname(words: str, following: str, language: Language) -> str | None:
    """The surname that is all a heading names, right above a speech that a dash opens: `Tokayevin bəyanatı`."""
    name, _, closer = words.strip(_EDGES).rpartition(" ")
    alone = name[:1].isupper() and " " not in name and fold(closer) in language.heading_closers
    return name if alone and _DASH.match(following) else None


def _in_one_line(words: str, following: Sequence[Paragraph], language: Language) -> str:
    """The words of a paragraph, with those of the next one if the two are a heading printed on two lines."""
    second = following[0].words if following else ""
    return f"{words} {second}" if _over_two(words, second, language) else words


def _unglued(line: str, language: Language) -> str:
    """A heading with the space that was lost between office and name: `PrezidentiAnar Məmmədovun bəyanatı`."""
    if not _LOST_SPACE.search(line):
        return line
    return _GLUED.sub(lambda at: f"{at[0]} " if fold(at[0]) in language.offices else at[0], line)


def _after_opener(line: str, language: Language) -> str | None:
    """The person after `Statement by`; None if the line does not open so or names nobody there."""
    folded = fold(line)
    first, _, rest = folded.partition(" ")
    begin = len(first) + 1 if rest and first in language.articles else 0
    match = phrase_at(folded, begin, language.heading_openers)
    return _first_person(line[match.end() :].strip(), language) if match else None


def _before_closer(line: str, language: Language) -> str | None:
    """The person in the genitive before `bəyanatı`, which ends the line."""
    folded = fold(line)
    if not folded.endswith(language.heading_closers):
        return None
    for closer in sorted(language.heading_closers, key=len, reverse=True):
        if folded.endswith(" " + closer):
            return _first_person(line[: -len(closer)].strip(), language)
    return None


def _first_person(phrase: str, language: Language) -> str | None:
    """The person a phrase begins with, as printed."""
    for start, end, code in segments(proper(phrase, language), language):
        if start <= len("the ") and _is_person(code):
            return phrase[start:end]
        return None
    return None


def _is_person(code: str) -> bool:
    return "O" in code or "NN" in code or "NPN" in code


def narrator(words: str, following: str, label: Mark | None, language: Language) -> Mark | None:
    """A line of the reporter's that gives somebody the floor: `…, President X said:`, `X made the statement first.`

    Without a colon it counts only right before somebody's words: a heading, a label, or a dash. Right before a `label`
    any verb of saying will do if the line begins with whom the label names: `The Governor, X, added that …`
    """
    colon, dash = words.endswith(":"), bool(_DASH.match(following))
    if not (colon or dash or label or (following and heading(following, language))):
        return None
    folded, count = fold(words), len(words.split())
    next_one = label is not None and not (colon or dash)
    if next_one and not _names_the_next(words, label, language):
        return None
    told = colon or next_one
    verb = phrase_in(folded, (*language.said_before, *language.narrators) if told else language.narrators)
    if phrase_in(folded, language.letters):
        return None
    if not verb or count > (_MOST_NARRATOR_WORDS if colon else _MOST_PLAIN_WORDS):
        return None
    if phrase_in(folded, language.first_person) or (colon and not _takes_floor(following, language)):
        return None
    if colon or dash:
        return Mark("narration", _said(words, verb.start(), language))
    return Mark("narration") if people_in(words, language) else None


def _names_the_next(words: str, label: Mark | None, language: Language) -> bool:
    """Whether a line begins with whom the label below it names, by the full name or an office and the name."""
    name = named(label.opens.who, language).name if label and label.opens and label.opens.who else None
    found = phrase_in(fold(words), (fold(name).split()[-1],)) if name else None
    if found is None:
        return False
    return any(start <= _LATEST_SUBJECT and end >= found.end() for start, end in people_in(words, language))


def _takes_floor(following: str, language: Language) -> bool:
    """Whether the next paragraph begins a speech: with a dash, or in the first person and not in quotation marks."""
    if _DASH.match(following):
        return True
    return following[:1] not in _QUOTE and bool(phrase_in(fold(following), language.first_person))


def _said(words: str, verb: int, language: Language) -> Opening:
    """Who a narrator line says speaks: nobody's name if it names two whom the sentence does not tell apart."""
    found = people_in(words, language)
    subjects = [one for one in found if not _after_small_word(words[: one[0]], language)] or found
    if language.word_order == "free":  # whom `отвечая на вопрос журналиста` names does not speak
        subjects = [one for one in subjects if not in_case(words[one[0] : one[1]], language)] or subjects
    before = [one for one in subjects if one[1] <= verb]
    if len(subjects) > 1 and language.word_order != "free" and before:
        subjects = before[-1:]
    if len(subjects) != 1:
        return Opening("statement", "narrator line that names several people" if found else "narrator line")
    return Opening("statement", "narrator line", words[subjects[0][0] : subjects[0][1]])


def people_in(words: str, language: Language) -> list[tuple[int, int]]:
    """Where people with a full name or an office stand in a line: (start, end) of each."""
    return [(start, end) for start, end, code in segments(words, language) if _is_person(code)]


def _after_small_word(before: str, language: Language) -> bool:
    """Whether a person stands after `with`, `to` and the like, and is not who the sentence is about."""
    tail = letters(pieces(before[-40:], language)).rstrip("aTt.")
    return tail.endswith("c")
