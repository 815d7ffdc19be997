"""An en.apa.az article page around any paragraphs, in the four ways its editors mark paragraphs up."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

FORMS = ("p", "br", "div", "bold")

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:url" content="{url}">
<link rel="canonical" href="{url}"></head><body>
<div class="header"><ul class="menu"><li><a href="/politics">Menu: Politics</a></li><li>12:01 Ticker</li></ul></div>
<div id="main-content"><div class="content"><div class="breadcrumb_row"><h1>Foreign policy</h1></div>
<div class="news_main"><div class="content_main"><h2 class="title_news mb-site">{title}</h2>
<div class="date_news"><div class="date"><span class="date"><i class="icon"></i>{date}</span></div></div>
<div class="main_img"><img data-src="/storage/news/x.jpg" alt="{title}"><p class="caption">{caption}</p></div>
<div class="news_content mt-site"><div class="texts mb-site">{body}
<div class="links_block"><a href="/asia/other-1">Related: an unrelated headline</a></div>
<div class="rek_banner">Advertisement: buy now</div><ins>Advertisement too</ins><script>var x = "script words";</script>
</div></div><div class="tags mt-site"><div class="links"><a href="/tag/x">Tag words</a></div></div></div></div>
<div class="sidebar"><p class="lent-title">Sidebar headline</p></div></div></div>
<div class="footer">Footer words</div></body></html>"""


def page(headline: str, date: str, paragraphs: Sequence[str], url: str, caption: str = "", form: str = "p") -> bytes:
    """The page's bytes, UTF-8. `form` is one of FORMS; in `bold`, short lines without a full stop are headings."""
    text = [escape(words) for words in paragraphs]
    bodies = {
        "p": "".join(f"<p>{words}</p>" for words in text),
        "br": "<br><br>".join(text),
        "div": "".join(f"<div>{words}</div>" for words in text),
        "bold": "".join(
            f"<p><strong>{w}</strong></p>" if w.startswith("Statement by") else f"<p>{w}</p>" for w in text
        ),
    }
    filled = {"title": escape(headline), "date": date, "caption": escape(caption), "url": url, "body": bodies[form]}
    return _PAGE.format(**filled).encode()


def _bold(words: str) -> str:
    return f"<strong>{words}</strong>" if words.startswith("Statement by") else words


def feed(*items: tuple[str, str]) -> bytes:
    """An RSS feed of (headline, URL) pairs."""
    listed = "".join(f"<item><title>{escape(title)}</title><link>{url}</link></item>" for title, url in items)
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{listed}</channel></rss>'.encode()
