"""Which encoding a page is in: every way it can be said, left out or said wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.charset import charset, text

RUSSIAN = "Президент Сорвании Алдан Мерик прибыл в порт Острене и поздравил паромщиков с открытием линии."
AZERI = "Sorvaniya Prezidenti Aldan Merik Ostrene limanına gəlib, onu liman rəisi qarşılayıb."
TURKISH = "Cumhurbaşkanı açılışta konuştu: geç olsun güç olmasın, dedi ve iskeleyi açtı."
FRENCH = "Le président a été accueilli au port par le maître d’équipage – “enfin”, dit-il."


def page(words: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>x</title></head><body><p>{words}</p></body></html>"


@pytest.mark.parametrize(
    ("words", "encoding", "header", "meta"),
    [
        (RUSSIAN, "utf-8", "text/html; charset=utf-8", ""),
        (RUSSIAN, "utf-8", None, ""),
        (RUSSIAN, "cp1251", "text/html; charset=windows-1251", ""),
        (RUSSIAN, "cp1251", "text/html", "<meta charset='windows-1251'>"),
        (RUSSIAN, "cp1251", None, "<meta http-equiv=Content-Type content='text/html; charset=win-1251'>"),
        (RUSSIAN, "cp1251", "text/html; charset=utf-8", "<meta charset=windows-1251>"),
        (RUSSIAN, "cp1251", "text/html; charset=ISO-8859-1", "<meta charset=windows-1251>"),
        (RUSSIAN, "cp1251", "text/html; charset=utf-8", ""),
        (RUSSIAN, "koi8-r", "text/html; charset=koi8-r", ""),
        (AZERI, "utf-8", "text/html; charset=ISO-8859-1", ""),
        (AZERI, "utf-8", "text/html; charset=windows-1251", "<meta charset=windows-1251>"),
        (TURKISH, "cp1254", "text/html; charset=iso-8859-9", ""),
        (FRENCH, "cp1252", "text/html; charset=ISO-8859-1", ""),
        (FRENCH, "cp1252", "text/html; charset=nonsense", "<meta charset=latin1>"),
        (RUSSIAN, "utf-8-sig", "text/html; charset=windows-1251", ""),
        (RUSSIAN, "utf-16", "text/html", ""),
        (RUSSIAN, "utf-8", None, "<!-- <meta charset=koi8-r> -->"),
        ("日本の港。船が着いた。", "cp932", "text/html; charset=Shift_JIS", ""),
    ],
)
def test_the_words_come_out(words: str, encoding: str, header: str | None, meta: str) -> None:
    assert words in text(page(words, meta).encode(encoding), header)


def test_a_character_cut_in_half_spoils_only_itself() -> None:
    cut = page(RUSSIAN).encode()[:-30]
    while cut[-1] < 0xC0:
        cut = cut[:-1]
    assert charset(cut, "text/html; charset=utf-8") == "utf-8"
    assert RUSSIAN[:40] in text(cut, "text/html; charset=utf-8")


def test_one_stray_byte_does_not_make_utf8_latin() -> None:
    assert RUSSIAN[:20] in text(page(RUSSIAN).encode().replace("порт".encode(), b"\xff", 1), None)


def test_nul_bytes_are_dropped() -> None:
    assert text(b"<p>a\x00b</p>") == "<p>ab</p>"


@given(st.binary(max_size=2000), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_under_any_header_become_text(body: bytes, header: str | None) -> None:
    assert isinstance(text(body, header), str)


@given(st.text())
def test_utf8_is_never_taken_for_anything_else(words: str) -> None:
    body = words.encode("utf-8", "ignore")
    if not body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\x1b" not in body:
        assert charset(body) == "utf-8"
