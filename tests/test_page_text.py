"""The one text function: what is a paragraph, what is a word, what is bold; and its laws on any markup."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from scrapers.characters import cleaned
from scrapers.line_breaks import ends_paragraph
from scrapers.page_text import paragraphs, words
from scrapers.pictures import with_credits
from scrapers.records import Paragraph


def told(markup: str) -> list[str]:
    return [p.words if p.kind == "text" else f"{p.kind}: {p.words}" for p in read(markup)]


def read(markup: str) -> tuple[Paragraph, ...]:
    return paragraphs(html.fragment_fromstring(f"<div>{markup}</div>"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("One.<br><br>Two.", ["One.", "Two."]),
        ("One.<br/> \n&nbsp;<br/>Two.", ["One.", "Two."]),
        ("<div>One.</div><div>Two.</div>", ["One.", "Two."]),
        ("One.<p>Two.</p>Three.", ["One.", "Two.", "Three."]),
        ("<div><div><div><p>One.</p></div></div></div>", ["One."]),
        ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
        ("<p>Thank you.</p><p>Thank you.</p>", ["Thank you.", "Thank you."]),
        ("<p>&nbsp;</p><p>\u200b</p><p>One.</p>", ["One."]),
        ("<h2>Head</h2><p>One.</p><h5>Foot</h5>", ["heading: Head", "One.", "heading: Foot"]),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", ["list: One", "list: Two"]),
        ("<blockquote><p>One.</p>Two.</blockquote>", ["quotation: One.", "quotation: Two."]),
        ("<figure><img alt=no><figcaption>Cap</figcaption></figure>", ["caption: Cap"]),
        ("<table><tr><td>One.</td><td><p>Two.</p></td></tr></table>", ["One.", "Two."]),
        ("<p>a<script>x</script>b<style>y</style>c</p>", ["abc"]),
        ("<p>One <ins>kept</ins> <ins class=adsbygoogle>Ad</ins></p>", ["One kept"]),
        ("<p hidden>no</p><p style='display: none'>no</p><p>One.</p>", ["One."]),
        ("<pre>a\nb\n\nc</pre>", ["a b", "c"]),
        ("<p>f<b>o</b>o b<i>a</i>r 1<sup>st</sup></p>", ["foo bar 1st"]),
        ("<p>one<br>two</p>", ["one two"]),
        ("<p>First.<br>Second.</p><p>x</p>", ["First. Second.", "x"]),
        ("First line here.<br>Second line here.", ["First line here.", "Second line here."]),
        ("The talks<br>were held here.<br>Then more.", ["The talks were held here.", "Then more."]),
        ("<p>A.<br>B.<br>C.<br>D.</p>", ["A.", "B.", "C.", "D."]),
        ("<p>e\u0301t\u00ad\u200be&#150;x</p>", ["éte–x"]),
        ("<!-- no --><p>One<!-- no -->two</p>", ["Onetwo"]),
        ("<section><p>One.</section><aside>Two.</aside>", ["One.", "Two."]),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert told(markup) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Do you agree?<br>– Of course.", ["Do you agree?", "– Of course."]),
        ("В. Путин:<br>- Добрый день", ["В. Путин:", "- Добрый день"]),
        ("<b>Question:</b><br>Why?<br><b>Answer:</b><br>So.", ["Question:", "Why?", "Answer:", "So."]),
        ("Thank you.<br>Ilham Aliyev: You are welcome.", ["Thank you.", "Ilham Aliyev: You are welcome."]),
        ("Hello<br>MR. LOOM: Hello.", ["Hello", "MR. LOOM: Hello."]),
        ("Thank you.<br>Q    Sir?", ["Thank you.", "Q Sir?"]),
        ("Newer text.<br>*** 14:49<br>Older text.", ["Newer text.", "*** 14:49", "Older text."]),
        ("Newer text.<br>23:20<br>Older text.", ["Newer text.", "23:20", "Older text."]),
        ("Part one.<br>x x x<br>Part two.", ["Part one.", "x x x", "Part two."]),
        ("<b>Statement by President Merik</b><br>Dear friends!", ["Statement by President Merik", "Dear friends!"]),
        ("<b>Prezident Merikin<br>nitqi</b>", ["Prezident Merikin nitqi"]),
        ("the line between the capital<br>– the old one – and the coast", None),
        ("ordered two things<br>first: a ferry", None),
        ("See the page<br>http://example.org/x", None),
    ],
)
def test_a_line_with_a_voice_of_its_own_is_a_paragraph(lines: str, expected: list[str] | None) -> None:
    joined = [re.sub(r"<br>", " ", lines)]
    assert told(f"<p>{lines}</p><p>x</p>")[:-1] == (expected or joined)


def test_bold_and_italic_are_spans_of_the_words() -> None:
    name = "<b>President</b><b> of</b>&nbsp;<strong>Sorvania </strong>"
    [one] = read(f"<p>{name}<em>x</em>: <span style='font-weight:700'>y</span></p>")
    assert one.words == "President of Sorvania x: y"
    assert one.bold == ((0, 21), (25, 26))
    assert one.italic == ((22, 23),)


def test_a_bold_that_says_it_is_not_bold_is_not() -> None:
    assert read("<b style='font-weight:normal'><p>One.</p></b>")[0].bold == ()


def test_spans_move_with_composed_letters() -> None:
    [one] = read("<p>e\u0301e\u0301<b>e\u0301x</b></p>")
    assert one.words == "éééx"
    assert one.bold == ((2, 4),)


def test_credits_and_captions_are_told_apart() -> None:
    lines = [Paragraph("Two presidents"), Paragraph("© APA | Two presidents"), Paragraph("Photo: Sela Dorn")]
    lines += [
        Paragraph("At the pier. Photo: Sela Dorn", "caption"),
        Paragraph("Photos: a word that ends in a sentence. No"),
    ]
    assert [(p.kind, p.words) for p in with_credits(lines)] == [
        ("caption", "Two presidents"),
        ("credit", "© APA"),
        ("caption", "Two presidents"),
        ("credit", "Photo: Sela Dorn"),
        ("caption", "At the pier."),
        ("credit", "Photo: Sela Dorn"),
        ("text", "Photos: a word that ends in a sentence. No"),
    ]


def test_joiners_are_spelling_in_persian_and_dirt_elsewhere() -> None:
    assert cleaned("می\u200cخواهم w\u200cor\u200dd") == "می\u200cخواهم word"


@given(st.text(), st.text(), st.booleans())
def test_two_empty_ends_always_part(before: str, after: str, soft: bool) -> None:
    assert ends_paragraph("", after.strip(), soft)
    assert ends_paragraph(before.strip(), "", soft)


INLINE = st.sampled_from(["b", "i", "span", "a", "em", "strong", "sup"])
BLOCK = st.sampled_from(["p", "div", "li", "blockquote", "section", "td"])
WORD = st.text(st.characters(categories=("Ll", "Lu", "Nd")), min_size=1, max_size=8)


@st.composite
def markup(draw: st.DrawFn, depth: int = 0) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        word = draw(WORD)
        kind = draw(st.integers(0, 4))
        if kind == 0 or depth > 3:
            pieces.append(word + " ")
        elif kind == 1:
            pieces.append("<br>")
        elif kind == 2:
            pieces.append("<{0}>{1}</{0}> ".format(draw(INLINE), word))
        else:
            pieces.append("<{0}>{1}</{0}>".format(draw(BLOCK), draw(markup(depth + 1))))
    return "".join(pieces)


@given(markup())
def test_no_word_is_lost_doubled_glued_or_split(text: str) -> None:
    root = html.fragment_fromstring(f"<div>{text}</div>")
    for br in root.iter("br"):
        br.tail = " " + (br.tail or "")
    for block in root.iter("p", "div", "li", "blockquote", "section", "td"):
        block.text = " " + (block.text or "")
        block.tail = " " + (block.tail or "")
    shown = unicodedata.normalize("NFC", " ".join(root.text_content().split()))
    assert " ".join(p.words for p in paragraphs(root)).split() == shown.split()


@given(markup())
def test_spans_lie_in_order_within_the_words_and_never_touch(text: str) -> None:
    for one in read(text):
        for spans in (one.bold, one.italic):
            ends = [end for span in spans for end in span]
            assert ends == sorted(set(ends))
            assert all(0 <= end <= len(one.words) for end in ends)
            assert all(one.words[a:b] == one.words[a:b].strip() for a, b in spans)


@given(st.text())
def test_any_text_comes_out_clean(text: str) -> None:
    line = words(html.fragment_fromstring(f"<p>{''.join(c for c in text if c.isprintable() and c not in '<&')}</p>"))
    assert line == line.strip()
    assert "  " not in line
    assert unicodedata.is_normalized("NFC", line)
