"""What a language adds to the rules: `language(tag)` reads <tag>.toml of this folder into a frozen `Language`.

A language is one data file. Words are written in lower case, as `fold()` leaves them comparable; a key that no field
here names is an error, so a typo cannot switch a rule off in silence. An unknown language gets a neutral one: only what
the writing itself shows (labels, dashes, quotation marks) is then read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, cast

FOLDER = Path(__file__).parent

QUOTE_MARKS = (
    ("“", "”"),
    ("«", "»"),
    ("„", "“"),
    ("„", "”"),
    ("‘", "’"),
    ("‚", "‘"),
    ("‹", "›"),
    ("»", "«"),
    ('"', '"'),
)
"""Opening and closing marks of any language; `"` opens and closes."""


def fold(words: str) -> str:
    """`words` for comparing: lower case, Turkic dots, ё and apostrophes made one. Never changes the length.

    >>> fold("İLHAM ƏLİYEV")
    'ilham əliyev'
    """
    if words.isascii():
        return words.lower()
    words = words.replace("İ", "i").lower().replace("ı", "i").replace("ё", "е")  # lower() would part İ from its dot
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("ʼ", "'")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """The words of one language that the rules ask for. All folded; word lists may hold phrases of several words.

    A language is loaded once and is equal to itself alone: rules remember by it what they make of it.

    People
      offices      what a person can be: president, prime minister, foreign minister, spokesperson
      modifiers    words that go before an office: acting, deputy, first, former
      bodies       words that end the name of an institution or place, never part of a person's: region, ministry, board
      titles       before a name, saying nothing of an office: mr, dr, sir
      surnames     offices that are surnames too, behind a title that is no call: Ms. Dean, Mr King
      members      what every member of a house is called before the name, whatever else they are: senator, deputy
      peers        titles that are part of the name where no given name stands behind them: Lord X, Baroness X of Y
      particles    small words inside names: van, von, al, oğlu, qızı
      articles     the, der, die, das
      connectors   small words inside an office or institution: of, for, der, für, по
      ands         and, und, və
      countries    each: the name first, then every other form and adjective (azerbaijan, azerbaijani)
      leaders      phrase -> the offices it may mean, so that "the Azerbaijani leader" finds the president
      firms        what the name of a company, club or newspaper ends with, where a person's name may too: united, steel
      pronouns     he, she, o, он, она
      stand_ins    offices by which a reporter calls whoever was just named: lawmaker, депутат, nazir
      kin          whoever is called so is somebody else than who was spoken of: husband, lawyer, colleague
      openers      what begins a sentence in capitals and is no name: but, after, speaking, однако, bu
      genitive     the same for places where a name can only be in the genitive and every word of it is (ru)
      men, women   common given names, in the nominative (what papers everywhere print stands in en);
                   irregular: (stem in other cases, nominative)
      declensions  men, women -> given, patronymic, surname -> rows of endings: nominative, genitive, dative,
                   accusative, instrumental, prepositional; the most telling row first (ru)
      office_endings  how a compound ends that is an office: minister, sprecherin (de)
      first_person words by which a text shows that somebody speaks in it: i, we, our, you, mən, biz, я, мы
      word_endings case endings that an office, country or title may carry (az, tr, ru)
      name_endings (ending, what it was in the nominative) to take a name out of its case, longest first

    Saying
      said_before  verbs of saying that stand before or after a name and a quotation: said, noted, сказал, dedi
      said_after   those that only stand after the words
      participles  verbs of saying between the words and who said them: diyen X, deyən X (tr, az)
      word_order   where the verb of saying stands: "verb second" (en, de), "free" (ru), "verb last" (az, tr)
      according    what names a source and stands before it: according to, по словам, laut
      according_after  the same behind it: sözlərinə görə, zufolge
      reporters    the agency's own insertions: apa reports, azertac xəbər verir ki
      letters      what opens a letter or message quoted in full: message reads, letter says
      letters_from what stands beside who wrote a letter received: letter from, письмо от; məktub gəlib (behind)
      sent         verbs that tell who wrote it: sent a message, поздравил, təbrik edib
      farewells    what a letter ends with before its signature: yours sincerely, hörmətlə, с уважением
      background   what opens an agency's background paragraph: earlier it was reported, note that
      reminders    those of them that remind of an earlier report, so that even quoted words are old
      closings     what opens the paragraphs with which a reporter ends: the meeting also discussed, the sides exchanged

    Labels
      questions, answers   labels of an unnamed asker or answerer: question, q, вопрос, sual
      anonymous    labels that name nobody: moderator, remark, senior administration official, из зала
      chairs       those of them, and offices, that mean whoever presides: mr speaker, председательствующий
      not_labels   what stands before a colon and is nobody: note, subject, photo, source, the message reads
      annotations  bracketed notes beside a label: retranslated, as interpreted, voice-over, through translator
      directions   stage directions: applause, laughter, inaudible
      formalities  what opens a line with which a record of proceedings ends a turn: question put, the house divided
      tallies      what opens a line of figures inside a turn: yeas, lehinə, проголосовало за
      on_behalf    what stands between those somebody speaks for and the name: grubu adına (tr, az)

    Headings and narrators
      heading_openers  statement by, speech of, заявление
      interviews   those of them that announce a talk of two: interview with, müsahibəsi
      heading_closers  what ends a heading whose name stands in the genitive: bəyanatı, nitqi, çıxışı
      narrators    verb phrases of a line that only says who speaks next: made the statement, delivered a speech
      presents     phrases that announce an interview or a text printed in full: presents the interview

    Editing
      months       twelve, each with its forms, the first the usual one
      update_words what marks an updated headline: updated, yenilənib, обновлено
      media_words  what a headline adds for pictures: photo, video, foto
      added_words  what stands beside a clock line: added, əlavə edilib
    """

    tag: str
    name: str = ""
    offices: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    ands: tuple[str, ...] = ()
    countries: tuple[tuple[str, ...], ...] = ()
    leaders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    firms: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    genitive: tuple[tuple[str, str], ...] = ()
    men: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
    irregular: tuple[tuple[str, str], ...] = ()
    declensions: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]] = field(default_factory=dict)
    office_endings: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    word_endings: tuple[str, ...] = ()
    name_endings: tuple[tuple[str, str], ...] = ()
    word_order: str = "verb second"
    said_before: tuple[str, ...] = ()
    said_after: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    according: tuple[str, ...] = ()
    according_after: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    letters_from: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    farewells: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    not_labels: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    formalities: tuple[str, ...] = ()
    tallies: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()
    heading_openers: tuple[str, ...] = ()
    interviews: tuple[str, ...] = ()
    heading_closers: tuple[str, ...] = ()
    narrators: tuple[str, ...] = ()
    presents: tuple[str, ...] = ()
    months: tuple[tuple[str, ...], ...] = ()
    update_words: tuple[str, ...] = ()
    media_words: tuple[str, ...] = ()
    added_words: tuple[str, ...] = ()
    quote_marks: tuple[tuple[str, str], ...] = QUOTE_MARKS


@cache
def language(tag: str) -> Language:
    """The language of `tag` (`en`, `en-US`, `az_AZ`), or a neutral one that keeps the tag if no file describes it.

    Raises ValueError, naming file and key, if the file holds a key or a type that `Language` does not.
    """
    short = tag.replace("_", "-").split("-")[0].lower()
    path = FOLDER / f"{short}.toml"
    if not short.isalpha() or not path.is_file():
        return Language(tag=tag)
    return _read(short, path)


@cache
def languages() -> tuple[Language, ...]:
    """Every language that has a file, by tag."""
    return tuple(language(path.stem) for path in sorted(FOLDER.glob("*.toml")))


@cache
def _read(tag: str, path: Path) -> Language:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {f.name for f in fields(Language)} - {"tag"}
    for key in written:
        if key not in known:
            raise ValueError(f"{path.name}: no rule asks for {key!r}; the keys are {', '.join(sorted(known))}")
    values = {key: value if key == "name" else _frozen(value) for key, value in written.items()}
    return Language(tag=tag, **cast(dict[str, Any], values))


def _frozen(value: object) -> object:
    """Lists as tuples and words folded, however deep."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, Mapping):
        return {fold(key): _frozen(inner) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return tuple(_frozen(inner) for inner in value)
    raise ValueError(f"a language holds words, not {value!r}")
