"""Marks in headlines, earlier versions stacked below clock lines, what counts as words, what page an address means."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.addresses import canonical_url, page_key, slug
from scrapers.marks import Mark, base_slug, split_mark
from scrapers.records import Paragraph
from scrapers.updates import Layer, unstack
from scrapers.words import body_hash, content_hash
from tests.newsdesk import ZONE, at

MARKED = [
    ("en", "Envoys sign the water pact-UPDATED", "Envoys sign the water pact", 1, "UPDATED"),
    ("en", "Envoys sign the water pact -UPDATED-1", "Envoys sign the water pact", 1, "UPDATED-1"),
    ("en", "Envoys sign the water pact – UPDATED 3 – VIDEO", "Envoys sign the water pact", 3, "UPDATED 3"),
    ("en", "Envoys sign the water pact—PHOTO—UPDATED-2", "Envoys sign the water pact", 2, "UPDATED-2"),
    ("en", "Envoys sign the water pact (UPDATED)", "Envoys sign the water pact", 1, "UPDATED"),
    ("en", "Envoys sign the water pact (UPDATED-2) (VIDEO)", "Envoys sign the water pact", 2, "UPDATED-2"),
    ("en", "Envoys sign the water pact [UPDATE]", "Envoys sign the water pact", 1, "UPDATE"),
    ("en", "Envoys sign the water pact UPDATED", "Envoys sign the water pact", 1, "UPDATED"),
    ("en", "Envoys sign the water pact - updated 14:30", "Envoys sign the water pact", 1, "updated"),
    ("en", "(UPDATED) Envoys sign the water pact", "Envoys sign the water pact", 1, "UPDATED"),
    ("en", "UPDATED: Envoys sign the water pact", "Envoys sign the water pact", 1, "UPDATED"),
    ("en", "UPDATE 2 - Envoys sign the water pact", "Envoys sign the water pact", 2, "UPDATE 2"),
    ("en", "UPDATE 2-Envoys sign the water pact", "Envoys sign the water pact", 2, "UPDATE 2"),
    ("en", "Update | Envoys sign the water pact", "Envoys sign the water pact", 1, "Update"),
    ("en", "CORRECTED-Envoys sign the water pact", "Envoys sign the water pact", 1, "CORRECTED"),
    ("en", "CORRECTED: UPDATE 2-Envoys sign", "Envoys sign", 2, "UPDATE 2"),
    ("en", "REFILE-Envoys sign the water pact", "Envoys sign the water pact", 1, "REFILE"),
    ("en", "WRAPUP 3: Envoys sign the water pact", "Envoys sign the water pact", 3, "WRAPUP 3"),
    ("en", "SANCTIONS LIST - UPDATED", "SANCTIONS LIST", 1, "UPDATED"),
    ("az", "Nazir görüşdü - FOTO - YENİLƏNİB - VİDEO", "Nazir görüşdü", 1, "YENİLƏNİB"),
    ("az", "Nazir görüşdü – YENİLƏNİB-2", "Nazir görüşdü", 2, "YENİLƏNİB-2"),
    ("az", "Nazir görüşdü YENİLƏNİB 2 VİDEO", "Nazir görüşdü", 2, "YENİLƏNİB 2"),
    ("az", "“Sahil” açıldı”YENİLƏNİB-1", "“Sahil” açıldı”", 1, "YENİLƏNİB-1"),
    ("az", "NAZİR GÖRÜŞDÜ - YENİLƏNİB", "NAZİR GÖRÜŞDÜ", 1, "YENİLƏNİB"),
    ("ru", "Министр прибыл - ОБНОВЛЕНО-1", "Министр прибыл", 1, "ОБНОВЛЕНО-1"),
    ("ru", "Министр прибыл (ФОТО) ОБНОВЛЕНО", "Министр прибыл", 1, "ОБНОВЛЕНО"),
    ("tr", "Bakan geldi - GÜNCELLENDİ", "Bakan geldi", 1, "GÜNCELLENDİ"),
]

UNMARKED = [
    ("en", "Update on talks"),
    ("en", "UPDATE-2 letter reaches the ministry"),
    ("en", "Updated vaccines arrive"),
    ("en", "Updated-model tram enters service"),
    ("en", "Share market update: gains all day"),
    ("en", "Government gives update"),
    ("en", "List of firms updated 2024"),
    ("en", "Nominee list published, updated"),
    ("en", "SANCTIONS LIST UPDATED"),
    ("en", "Storm over Salt Bay: LIVE UPDATE"),
    ("en", "UPDATED"),
    ("az", "Siyahı yenilənib"),
    ("ru", "Список обновлен"),
]


@pytest.mark.parametrize(("language", "printed", "headline", "number", "label"), MARKED)
def test_a_mark_is_taken_off(language: str, printed: str, headline: str, number: int, label: str) -> None:
    assert split_mark(printed, language) == Mark(headline, number, label)


@pytest.mark.parametrize(("language", "headline"), UNMARKED)
def test_an_ordinary_word_is_no_mark(language: str, headline: str) -> None:
    assert split_mark(headline, language) == Mark(headline)


def test_pictures_are_taken_off_without_a_mark() -> None:
    assert split_mark("Nazir görüşdü - FOTO/VİDEO", "az") == Mark("Nazir görüşdü")
    assert split_mark("Best moments in photo", "en") == Mark("Best moments in photo")


def test_a_site_has_its_own_words() -> None:
    assert split_mark("Envoys sign - REVISED 2", "en", ("revised",)) == Mark("Envoys sign", 2, "REVISED 2")


@given(st.sampled_from(MARKED), st.sampled_from(["", " - VIDEO", " (PHOTO)"]))
def test_a_headline_without_its_mark_has_none(case: tuple[str, str, str, int, str], tail: str) -> None:
    language, printed, *_ = case
    once = split_mark(printed + tail, language)
    assert split_mark(once.headline, language) == Mark(once.headline)


def layers(words: str, published: datetime | None, headline: str = "Envoys sign", language: str = "en") -> list[Layer]:
    paragraphs = [Paragraph(line.strip()) for line in words.strip().splitlines()]
    return list(unstack(paragraphs, published, ZONE, split_mark(headline, language), language))


def shown(found: list[Layer]) -> list[tuple[str | None, int]]:
    """Each layer's time and number of paragraphs."""
    return [(layer.published_at and f"{layer.published_at:%d %H:%M}", len(layer.paragraphs)) for layer in found]


def test_the_text_below_a_clock_is_an_earlier_version() -> None:
    found = layers("Envoys have signed.\nAda Rook: It is done.\n*** 14:49\nEnvoys are signing.", at("20:33"))
    assert shown(found) == [("11 20:33", 2), ("11 14:49", 1)]
    assert [layer.clock for layer in found] == ["*** 14:49", None]


def test_a_clock_later_than_the_pages_is_of_the_day_before() -> None:
    assert shown(layers("Envoys signed.\n22:53\nEnvoys sign.", at("01:10"), "Envoys sign-UPDATED"))[1] == (
        "10 22:53",
        1,
    )


def test_clocks_cross_midnight_and_are_not_strictly_in_order() -> None:
    words = "Six.\n01:49\nFive.\n01:18\nFour of it.\n00:46\nThree of it.\n00:47\nTwo of it.\n23:50\nOne of it."
    found = layers(words.replace("Six", "Six words").replace("Five", "Five words"), at("02:10"), "Storm-UPDATED-5")
    assert [time for time, _ in shown(found)] == [
        "11 02:10",
        "11 01:49",
        "11 01:18",
        "11 00:46",
        "11 00:47",
        "10 23:50",
    ]


@pytest.mark.parametrize(
    ("clock", "time"),
    [
        ("2024-03-10 23:31", "10 23:31"),
        ("10.03.2024. 22:14", "10 22:14"),
        ("10.03.2023 22:14", "10 22:14"),
        ("10 March 2024, 22:14", "10 22:14"),
        ("01.09.2019 09:14", "11 09:14"),
        ("Added 09:14", "11 09:14"),
        ("[09:14]", "11 09:14"),
        ("- 09:14 -", "11 09:14"),
    ],
)
def test_a_printed_date_wins_unless_it_is_absurd(clock: str, time: str) -> None:
    assert shown(layers(f"Envoys signed.\n{clock}\nEnvoys sign.", at("12:00"), "Envoys sign-UPDATED"))[1] == (time, 1)


def test_a_clock_may_be_glued_to_its_text() -> None:
    found = layers("Envoys of Tarvia signed it.\n23:06Envoys of Tarvia sign it.", at("23:50"), "Envoys sign-UPDATED")
    assert shown(found) == [("11 23:50", 1), ("11 23:06", 1)]
    assert found[0].clock == "23:06"
    assert found[1].paragraphs[0].words == "Envoys of Tarvia sign it."


def test_bold_moves_with_the_text_it_is_of() -> None:
    lower = Paragraph("23:06Envoys of Tarvia sign it.", bold=((0, 11),))
    paragraphs = [Paragraph("Envoys of Tarvia signed it."), lower]
    found = unstack(paragraphs, at("23:50"), ZONE, split_mark("Envoys sign-UPDATED", "en"), "en")
    assert found[1].paragraphs[0].bold == ((0, 6),)


def test_an_unmarked_page_is_a_stack_if_the_lower_text_tells_the_same() -> None:
    above = "Envoys of Tarvia and Ostrene have signed the water pact in Salt Bay."
    below = "Envoys of Tarvia and Ostrene are signing the water pact."
    assert shown(layers(f"{above}\n14:49\n{below}", at("20:33")))[1:] == [("11 14:49", 1)]


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("A day in Salt Bay", "The port woke early.\n10:00\nThe minister arrived.\n11:30\nA storm closed the pier."),
        ("Storm-UPDATED", "Live from the pier.\n08:00\nFerries stop.\n09:00\nA roof falls.\n10:00\nAll is calm."),
        ("Briefing-UPDATED", "The secretary spoke.\n5:05 P.M. EDT\nMs. Vale: Good evening."),
        ("Briefing-UPDATED", "Ms. Vale: Good evening.\nThank you all.\n17:49"),
        ("Timetable", "17:30\nThe last boat leaves then."),
        ("Meeting-UPDATED", "The meeting begins at 17:30.\n17:30da the hall opens to all."),
    ],
)
def test_clocks_in_a_chronicle_or_transcript_are_no_stack(headline: str, words: str) -> None:
    assert len(layers(words, at("20:33"), headline)) == 1


def test_without_the_pages_time_only_a_printed_date_says_when() -> None:
    found = layers("Envoys signed.\n*** 14:49\nEnvoys sign.\n*** 10.03.2024 12:00\nEnvoys met.", None)
    assert shown(found) == [(None, 1), (None, 1), ("10 12:00", 1)]


LINES = st.sampled_from(
    [
        "Envoys signed it.",
        "*** 14:49",
        "22:53",
        "Ada Rook: Done.",
        "23:06Envoys met in town.",
        "* * *",
        "10.03.2024 22:14",
    ]
)


@given(st.lists(LINES, max_size=9), st.sampled_from(["Storm", "Storm-UPDATED-2"]))
def test_nothing_of_a_page_is_lost(lines: list[str], headline: str) -> None:
    found = layers("\n".join(lines), at("20:33"), headline) if lines else []
    told = chain.from_iterable([*(p.words for p in layer.paragraphs), layer.clock or ""] for layer in found)
    assert "".join(told).replace(" ", "") == "".join(lines).replace(" ", "")


def test_only_words_count() -> None:
    one = content_hash("Envoys “sign” pact", ["Ada Rook’s words – all\u00a0of them.", "Thank you."])
    assert one == content_hash(
        'Envoys "sign"  pact', ["Ada\u00adRook".replace("\u00ad", " ") + "'s words - all of them. Thank you."]
    )
    assert one != content_hash("Envoys sign pacts", ["Ada Rook’s words – all of them.", "Thank you."])
    assert body_hash("14 million") != body_hash("40 million")
    assert body_hash("atAda") != body_hash("at Ada")
    assert body_hash("İLHAM") == body_hash("ilham")


def test_one_page_has_one_key_however_it_is_linked() -> None:
    plain = "https://shore.example/news/a-b-17"
    for other in (
        "http://SHORE.example:80/news/a-b-17/",
        plain + "?utm_source=feed&fbclid=1",
        plain + "#top",
    ):
        assert canonical_url(other) == plain
    assert page_key("shore-en", "17", plain) == page_key("shore-en", "17", "https://shore.example/news/other-17")
    assert canonical_url(plain + "?id=2") != canonical_url(plain + "?id=3")


@given(st.text(alphabet="abcəЖ/?=&#%-. 17", max_size=30))
def test_the_canonical_form_is_its_own(path: str) -> None:
    once = canonical_url(f"https://shore.example/{path}")
    assert canonical_url(once) == once


def test_an_address_keeps_its_first_words() -> None:
    assert (
        slug("https://shore.example/az/nazir-gorusdu-foto-yenilenib-1-673512", "673512")
        == "nazir-gorusdu-foto-yenilenib-1"
    )
    assert base_slug("nazir-gorusdu-foto-yenilenib-1", "az") == "nazir-gorusdu"
    assert slug("https://shore.example/media/-100405", "100405") == ""
