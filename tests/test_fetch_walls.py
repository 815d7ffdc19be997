"""Walls are named, and articles about walls stay articles."""

# ruff: noqa: E501 - pages read better on one line

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.walls import wall

TEXT = "<p>The minister spoke for an hour about the new law on robots, captchas, cookies and paywalls.</p>" * 15
SCRIPT = "<script>" + "x=1;" * 2000 + "</script>"

WALLS = {
    "cloudflare": (403, "<title>Just a moment...</title><body>" + SCRIPT, "Cloudflare"),
    "cloudflare with 200": (200, "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1'></script>", "Cloudflare"),
    "cloudflare block": (403, "<title>Attention Required! | Cloudflare</title><div id='cf-error-details'>" + TEXT, "Cloudflare"),
    "ddos-guard": (403, "<html><title>DDOS-GUARD</title><script src='/.well-known/ddos-guard/check'></script></html>", "DDoS"),
    "recaptcha form": (200, "<html><title>news.example</title><form><div class='g-recaptcha' data-sitekey=1></div></form></html>", "captcha"),
    "yandex": (200, "<title>Ой!</title><form action='/showcaptcha'></form>", "captcha"),
    "imperva": (200, "<html><iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful.</iframe></html>", "captcha"),
    "google consent": (200, "<title>Before you continue</title><form action='https://consent.google.com/save'>", "consent"),
    "consent form": (200, "<html><title>Example</title><form action='/collectConsent' method=post><button>Accept</button></form>", "consent"),
    "log-in": (200, "<title>Sign in to Example</title><form><input name=u><input type='password'></form>", "log-in"),
    "log-in with a name": (200, "<title>Login | The Example</title><form><input name=u></form>", "log-in"),
    "log-in in Russian": (200, "<title>Вход</title><form><input name=u><input type=password></form>", "log-in"),
    "paywall": (200, '<title>Talks</title><script>{"isAccessibleForFree": false}</script><p>Three words only.</p>', "paywall"),
    "access denied": (403, "<title>Access Denied</title>You don't have permission", "bot wall"),
    "cookie and reload": (200, '<html><body><script>document.cookie="a=1; path=/"; window.location.reload();</script></body></html>', "bot wall"),
    "HTTP 401": (401, "", "log-in"),
    "HTTP 402": (402, "<p>pay</p>", "paywall"),
}  # fmt: skip

ARTICLES = {
    "about walls": f"<title>Captcha: are robots winning?</title><body>{TEXT}</body>",
    "about a moment": f"<title>Just a moment of peace, says minister</title><article>{TEXT}</article>",
    "a captcha under its comments": f"<title>Talks</title><body>{TEXT}<div class='g-recaptcha'></div></body>",
    "a log-in in its header": f"<title>Talks</title><form><input type='password'></form>{TEXT}",
    "a cookie banner": f"<title>Talks</title><form id='cookie-consent'></form><div class='paywall'></div>{TEXT}",
    "cloudflare's beacon": f"<title>Talks</title>{TEXT}<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    "a flash of one line": "<title>Talks end</title><form><input type=password></form><article><p>They ended.</p></article>",
    "a flash with a captcha": "<title>Talks end</title><meta property='article:published_time' content='x'><p>They ended.</p>"
    "<script src='https://www.google.com/recaptcha/api.js'></script>",
    "a short plain page": "<title>Talks end</title><p>They ended.</p>",
    "a flash with a wall's first words": "<title>Вход войск в Сарван завершён - министр</title><p>Завершён.</p>",
    "a flash with a wall's words": "<title>Sign in favour of peace, says minister</title><p>He said.</p>",
    "a feed": "<?xml version='1.0'?><rss><channel><title>Sign in the sky</title></channel></rss>",
    "the beacon on a flash": "<title>Talks</title><p>Ended.</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
}  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_named(name: str):
    status, page, kind = WALLS[name]
    assert kind in str(wall(status, (("Content-Type", "text/html"),), page.encode()))


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_no_wall(name: str):
    assert wall(200, (("Server", "cloudflare"), ("CF-RAY", "x")), ARTICLES[name].encode()) is None


@pytest.mark.parametrize(
    ("status", "header", "kind"),
    [
        (403, ("CF-Mitigated", "challenge"), "Cloudflare"),
        (202, ("X-AMZN-WAF-Action", "challenge"), "AWS"),
        (403, ("X-DataDome", "protected"), "DataDome"),
        (403, ("Server", "ddos-guard"), "DDoS-Guard"),
    ],
)
def test_a_wall_is_named_by_its_headers(status: int, header: tuple[str, str], kind: str):
    assert kind in str(wall(status, (header,), b"<html></html>"))


def test_ordinary_errors_are_no_walls():
    for status, page in (
        (404, "<title>404 Not Found</title>"),
        (500, "<title>Error</title>"),
        (503, "<title>Back soon</title>"),
    ):
        assert wall(status, (("Server", "nginx"),), page.encode()) is None
    assert wall(200, (("Server", "ddos-guard"),), ARTICLES["a short plain page"].encode()) is None
    assert wall(200, (), b"%PDF-1.7 captcha") is None


@given(st.integers(100, 599), st.binary(max_size=500))
def test_no_bytes_break_the_reading(status: int, body: bytes):
    assert isinstance(wall(status, (), body), str | None)
