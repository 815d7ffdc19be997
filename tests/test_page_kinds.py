"""Pages as agencies and their content systems write them, read without a site file: the words kept, the rest dropped."""
# ruff: noqa: E501 - pages read better on one line

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from scrapers.generic import generic_site
from scrapers.parse import parse
from scrapers.records import RawPage

PAGES: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {}

# fmt: off
# The words of the article, in English, Russian and Azerbaijani; L is somebody else's.
A = "The ferry line between Ostrene and Tavland was opened on Monday, four years after the two ports had agreed on it."
B = "“Two ferries a day will cross the Sound, and a third one at night, if the ice allows it,” said Lonn Abrek."
C = "Prime Minister Ilse Korring thanked the workers who had rebuilt the pier during the winter."
D = "She added that the fare would stay as it is until the end of the year."
RA = "Паромная линия между Остреной и Тавландом открылась в понедельник, спустя четыре года после соглашения."
RB = "«Два парома в день будут пересекать пролив, а третий — ночью», — сказал начальник порта Лонн Абрек."
RC = "Премьер-министр Ильзе Корринг поблагодарила рабочих, которые восстановили причал зимой."
AZ = "Ostrene ilə Tavland arasında bərə xətti bazar ertəsi, razılaşmadan dörd il sonra açılıb."
AZB = "“Gündə iki bərə boğazı keçəcək”, - liman rəisi Lonn Abrek deyib."

def p(*words: str) -> str:
    return "".join(f"<p>{x}</p>" for x in words)

def html(head: str, body: str, lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'

COOK = '<div id="cookie-notice" class="cookie-banner" role="dialog"><p>We use cookies to make this site work and to understand how you use it. By continuing you accept them.</p><button>Accept</button></div>'
L = "This is a long sentence of somebody else's text that stands beside the article and is no part of it, however long it is. "

PAGES["wp-newspaper-theme"] = ('https://n.example/ferry-line-opens/',html('<title>Ferry line opens - Daily Sound</title><meta property="og:type" content="article"><meta property="og:title" content="Ferry line opens"><meta property="og:site_name" content="Daily Sound"><meta property="article:published_time" content="2026-02-05T12:40:00+01:00">',
    COOK+f'<div class="td-main-content"><div class="td-post-header"><ul class="td-category"><li><a href="/c">News</a></li></ul><header class="td-post-title"><h1 class="entry-title">Ferry line opens</h1><div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">By</div> <a href="/a">Ann Writer</a></div><span class="td-post-date"><time class="entry-date">February 5, 2026</time></span><div class="td-post-views">1234</div></div></header></div><div class="td-post-sharing-top"><a>Facebook</a><a>Twitter</a></div><div class="td-post-content tagdiv-type">{p(A)}<div class="td-a-ad id_inline_ad0">Advertisement</div>{p(B)}<p><strong>Also read: <a href="/x">The pier was closed in 2022</a></strong></p>{p(C,D)}<figure class="wp-caption"><img src="x"><figcaption class="wp-caption-text">The pier. Photo: Ann Writer</figcaption></figure></div><footer><div class="td-post-source-tags"><span>TAGS</span><a>ferry</a></div><div class="author-box-wrap"><div class="desc"><p>Ann Writer has covered the ports of the Sound since 2010 and lives in Ostrene with two cats and a dog.</p></div></div><div class="td_block_related_posts"><h4>RELATED ARTICLES</h4><h3><a>Other</a></h3></div></footer><div class="comments" id="comments"><h4>1 COMMENT</h4><p>I have waited for this ferry for years, and now it is finally here, thank you all so much.</p></div><div class="newsletter"><p>Subscribe to our newsletter to get the news of the Sound every morning in your mailbox.</p></div></div>'),(A,B,C,D))
PAGES["drupal-gov"] = ('https://g.example/en/press/ferry',html('<title>Ferry line opens | Government</title><meta property="og:type" content="website">',
    f'<main><div class="region-content"><div class="block-system-breadcrumb-block"><nav><a>Home</a></nav></div><article role="article" class="node node--type-press-release"><h1><span class="field field--name-title">Ferry line opens</span></h1><div class="node__content"><div class="field field--name-field-publication-date">Published on 5 February 2026, 12:40</div><div class="field field--name-field-image"><figure><img><figcaption>The opening.</figcaption></figure></div><div class="field field--name-body">{p(A,B)}<h2>Fares</h2>{p(D)}<blockquote><p>{C}</p></blockquote></div><div class="field field--name-field-contact"><div class="field__label">Press contact</div><p>Press office, tel. 000, press@g.example</p></div><ul class="links inline"><li><a>Log in to post comments</a></li></ul></div></article></div></main>'),(A,B,D,C))
PAGES["bitrix-ru"] = ('https://b.example/news/4811/',html('<title>Открыта паромная линия</title>',
    f'<div class="bx-header">Порт</div><div class="bx-breadcrumb"><a>Главная</a></div><h1 id="pagetitle">Открыта паромная линия</h1><div class="news-detail"><div class="news-date-time">05.02.2026 12:40</div><div class="detail_text">{RA}<br /><br />{RB}<br /><br />{RC}</div><div class="news-detail-share">Поделиться</div><div class="news-tags">Теги: <a>порт</a></div></div><div class="news-list"><h3>Читайте также</h3><a>Другая новость порта и города</a></div><div class="subscribe"><p>Подпишитесь на нашу рассылку, чтобы получать новости порта каждое утро.</p></div>','ru'),(RA,RB,RC))
PAGES["ria-like"] = ('https://r.example/20260205/parom-1.html',html('<title>Паром</title><meta property="og:type" content="article"><meta property="article:published_time" content="20260205T1240">',
    f'<div class="article__info-date"><a>12:40 05.02.2026</a></div><h1 class="article__title">Открыта паромная линия</h1><div class="article__body"><div class="article__block"><div class="article__text"><strong>ОСТРЕНЕ, 5 фев - Агентство.</strong> {RA}</div></div><div class="article__block" data-type="article"><div class="article__article"><a>Причал закрыли</a></div></div><div class="article__block"><div class="article__text">{RB}</div></div><div class="article__block"><div class="article__text">{RC}</div></div></div><div class="article__tags"><a>Порт</a></div>','ru'),("ОСТРЕНЕ, 5 фев - Агентство. "+RA,RB,RC))
PAGES["interfax-like"] = ('https://i.example/world/1000001',html('<title>В порту открыта паромная линия</title><meta property="og:type" content="article">',
    f'<div class="mainblock"><div class="leftside"><aside><time datetime="2026-02-05T12:40">12:40, 5 февраля 2026</time><a class="timeline__link">В мире</a></aside><article itemprop="articleBody"><h1 itemprop="headline">В порту открыта паромная линия</h1><p>Острене. 5 февраля. INTERFAX.RU - {RA}</p><p>{RB}</p><p>{RC}</p></article><div class="textML"><a>ferry</a></div></div><div class="rightside"><div class="newsmain"><h3><a>Что-то ещё случилось в порту утром</a></h3></div></div></div>','ru'),("Острене. 5 февраля. INTERFAX.RU - "+RA,RB,RC))
PAGES["trend-like"] = ('https://t.example/azerbaijan/politics/4225818.html',html('<title>Ferry line opens</title><meta itemprop="datePublished" content="2026-02-05T12:40:00+04:00">',
    f'<div class="article-wrapper"><div class="top-part"><h1>Ferry line opens (PHOTO)</h1><span class="date-time">5 February 2026 12:40 (UTC +04:00)</span></div><div class="article-content article-paddings"><p>OSTRENE, Sorvania, February 5. {A}</p><p>{B}</p><div class="article-banner">Advertisement</div><p>{C}</p><p>Will be updated</p></div><div class="article-tags">Tags: <a>x</a></div><div class="other-news"><h4>Latest</h4><ul class="news-list"><li><a>Other thing</a></li></ul></div></div>'),("OSTRENE, Sorvania, February 5. "+A,B,C,"Will be updated"))
PAGES["azertac-like"] = ('https://z.example/az/xeber/x-1',html('<title>Bərə xətti açılıb</title>',
    f'<div class="sa-news-section"><div class="container"><div class="row"><div class="col-md-8"><div class="entry-header"><h1 class="entry-title">Bərə xətti açılıb</h1><div class="news-date">05.02.2026 [12:40]</div></div><div class="news-body"><p>Ostrene, 5 fevral, AGENTLİK</p><p>{AZ}</p><p>{AZB}</p></div><div class="social-share">Paylaş</div><div class="next-prev"><a>Əvvəlki xəbər</a></div></div><div class="col-md-4"><h3>Digər xəbərlər</h3><a>Limanda yeni körpü</a></div></div></div><footer>© Agentlik. Məlumatdan istifadə zamanı istinad vacibdir və hiperlink qoyulmalıdır.</footer></div>','az'),("Ostrene, 5 fevral, AGENTLİK",AZ,AZB))
PAGES["un-like"] = ('https://u.example/en/2026/sgsm1.doc.htm',html('<title>Secretary-General Welcomes Ferry | UN</title>',
    f'<div class="dialog-off-canvas-main-canvas"><header><a>Welcome</a></header><div class="main-container"><h1 class="page-header">Secretary-General Welcomes Ferry</h1><div class="field--name-field-symbol">SG/SM/1</div><div class="field--name-field-dated"><time datetime="2026-02-05T12:00:00Z">5 February 2026</time></div><div class="field--name-body">{p("The following statement was issued today by the Spokesperson:",A,D)}</div><div class="panel"><span>For information media. Not an official record.</span></div></div></div>'),("The following statement was issued today by the Spokesperson:",A,D))
PAGES["state-like"] = ('https://s.example/briefings/x/',html('<title>Briefing – Feb 5 - Department</title><meta property="og:type" content="article"><meta property="article:modified_time" content="2026-02-06T09:00:00+00:00">',
    f'<div id="skip"><a>Skip to content</a></div><main><div class="featured-content"><h1 class="featured-content__headline">Briefing – Feb 5</h1></div><div class="article-meta"><p class="article-meta__publish-date">February 5, 2026</p><p class="article-meta__author">Lonn Abrek, Spokesperson</p></div><div class="entry-content"><p>1:15 p.m. EST</p><p><strong>MR ABREK:</strong> {A}</p><p><strong>QUESTION:</strong> When?</p><p><strong>MR ABREK:</strong> {D}</p><p># # #</p></div><div class="related-tags"><h2>Tags</h2><ul class="related-tags__pills"><li><a>x</a></li></ul></div><div class="sticky-newsletter"><p>Sign up for updates from the department and get every briefing in your mailbox each day.</p></div></main>'),("1:15 p.m. EST","MR ABREK: "+A,"QUESTION: When?","MR ABREK: "+D,"# # #"))
PAGES["next-divs"] = ('https://x.example/news/ferry',html('<title>Ferry line opens | Sound Wire</title><script type="application/ld+json">'+json.dumps([{"@context":"https://schema.org","@type":["NewsArticle"],"headline":"Ferry line opens","datePublished":"2026-02-05T12:40:00Z"}])+'</script>',
    f'<div id="__next"><div class="css-1x2y"><div class="css-h1"><h1 class="css-abc">Ferry line opens</h1><div class="css-m">By Ann Writer · Feb 5, 2026</div></div><div class="css-b"><div class="css-p">{A}</div><div class="css-p">{B}</div><aside class="css-r"><h3>Read next</h3><a>Other</a></aside><div class="css-p">{C}</div></div><div class="css-n"><form><p>Get our newsletter with all that happened in the Sound during the week.</p><input></form></div></div></div>'),(A,B,C))
PAGES["amp-figure-lists"] = ('https://a.example/a/1',html('<title>Five facts</title><meta property="og:type" content="article">',
    f'<article><h1>Five facts</h1><p class="standfirst">What to know about the line.</p><figure><img><figcaption><span class="caption">The pier.</span> <span class="credit">Photo: Ann</span></figcaption></figure>{p(A)}<ul><li>Two ferries a day.</li><li>One at night.</li></ul>{p(B)}<div class="ad-slot">Advertisement</div><table><tr><td>Fare</td><td>5 marks</td></tr></table>{p(C)}<p><em>Read also: <a href="/b">More about fares</a></em></p><p class="copyright">© 2026 Sound Wire. All rights reserved.</p></article>'),(A,"Two ferries a day.","One at night.",B,C))
PAGES["old-table-1251"] = ('http://o.example/n.php?id=1',html('<title>Паром</title>',f'<center><table width=900><tr><td class=menu><a>Главная</a><br><a>Архив</a></td><td><div align=right>05.02.2026 12:40</div><h2>Открыта паромная линия</h2><div align=justify>&nbsp;&nbsp;{RA}<br>&nbsp;&nbsp;{RB}<br>&nbsp;&nbsp;{RC}</div><hr><a>Версия для печати</a></td></tr></table></center>','ru').replace('utf-8','windows-1251').encode('cp1251'),(RA,RB,RC))
PAGES["govuk-like"] = ('https://k.example/government/speeches/x',html('<title>Speech - GOV</title><meta name="govuk:first-published-at" content="2026-02-05T10:00:00+00:00">',f'<div class="gem-c-cookie-banner govuk-cookie-banner" role="region"><h2>Cookies</h2><p>We use some essential cookies to make this website work and would like to set more.</p></div><main role="main" id="content"><h1 class="gem-c-heading__text">Opening speech</h1><p class="gem-c-lead-paragraph">The minister opens the line.</p><div class="gem-c-metadata"><dl><dt>From:</dt><dd><a>Ministry</a></dd><dt>Published</dt><dd>5 February 2026</dd></dl></div><div class="govspeak">{p("Good morning.",A,C)}</div><div class="gem-c-share-links"><h2>Share this page</h2></div><div class="gem-c-contextual-sidebar"><h2>Related content</h2><ul><li><a>x</a></li></ul></div><div class="gem-c-feedback"><p>Is this page useful? Maybe it is, tell us what you think about this page.</p></div></main>'),("Good morning.",A,C))
PAGES["live-inline-related"] = ('https://l.example/2026/02/05/x',html('<title>x</title><meta property="og:type" content="article"><meta property="og:title" content="Ferry line opens"><meta property="article:published_time" content="2026-02-05T12:40:00+03:00">',f'<article class="post"><h1>Ferry line opens</h1><div class="meta">05.02.2026, 12:40 | 1500 views</div><div class="post-body">{p(A)}<div class="embed"><blockquote class="twitter-tweet"><p>The ferry is back! pic.twitter.com/x</p>— Port (@port) <a>February 5, 2026</a></blockquote></div>{p(B)}<div class="inline-related"><span>More on this:</span><a href="/y">Pier closed</a></div>{p(C)}<p>Follow us on <a href="https://t.me/x">Telegram</a></p><p><i>Source: <a href="/s">Sound Wire</a></i></p></div></article>'),(A,B,C))
PAGES["three-articles"] = ('https://m.example/a/1',html('<title>Ferry line opens</title><meta property="og:type" content="article"><meta property="og:title" content="Ferry line opens">',f'<article><h1>Ferry line opens</h1><time datetime="2026-02-05T12:40Z">x</time>{p(A,B,C)}</article><article><h1>Another story</h1>{p(L*3,L*2,L)}</article><article><h2><a href="/3">Third</a></h2><p>{L}</p></article>'),(A,B,C))
PAGES["long-comments"] = ('https://m.example/a/2',html('<title>Ferry line opens</title><meta property="og:type" content="article">',f'<div class="story"><h1>Ferry line opens</h1><div class="txt">{p(A,B,C)}</div></div><div class="discussion" id="disqus_thread"><div class="comment">{p(L*2)}</div><div class="comment">{p(L*3)}</div></div>'),(A,B,C))
PAGES["cookie-longer"] = ('https://m.example/a/3',html('<title>Flash</title><meta property="og:type" content="article">',f'<div class="cc-window" role="dialog">{p(L*4,L*4)}</div><article><h1>Flash</h1><time datetime="2026-02-05T12:40Z">x</time><p>{A}</p></article>'),(A,))
PAGES["wrappers"] = ('https://m.example/a/4',html('<title>x</title><meta property="og:type" content="article">','<main><h1>Ferry line opens</h1>'+''.join(f'<div class="block"><div class="text"><p>{x}</p></div></div><div class="block"><div class="image"><img></div></div>' for x in (A,B,C,D))+f'<div class="block related"><p>{L}</p></div></main>'),(A,B,C,D))
PAGES["word-paste"] = ('https://m.example/a/5',html('<title>x</title>','<div id="content"><h1>Ferry line opens</h1><div class="news_text">'+''.join(f'<p class="MsoNormal" style="margin:0"><span style="font-size:12pt"><o:p>{x}</o:p></span></p><p class="MsoNormal">&nbsp;</p>' for x in (A,B,C))+'</div></div>'),(A,B,C))
PAGES["collapsed"] = ('https://m.example/a/6',html('<title>x</title><meta property="og:type" content="article">',f'<article><h1>Ferry line opens</h1>{p(A)}<div class="collapsed more-text" style="max-height:100px;overflow:hidden">{p(B,C)}</div><button>Show more</button></article>'),(A,B,C))
PAGES["arabic"] = ('https://m.example/ar/7',html('<title>x</title>','<div class="wrap"><h1>افتتاح خط العبارات</h1><div class="body-x"><p>افتتح خط العبارات بين أوسترين وتافلاند يوم الاثنين، بعد أربع سنوات من اتفاق الميناءين على ذلك.</p><p>وقال مدير الميناء لون أبريك: «ستعبر عبّارتان المضيق كل يوم، وثالثة في الليل إذا سمح الجليد بذلك».</p></div></div>','ar'),("افتتح خط العبارات بين أوسترين وتافلاند يوم الاثنين، بعد أربع سنوات من اتفاق الميناءين على ذلك.","وقال مدير الميناء لون أبريك: «ستعبر عبّارتان المضيق كل يوم، وثالثة في الليل إذا سمح الجليد بذلك»."))
PAGES["chinese"] = ('https://m.example/zh/8',html('<title>x</title>','<div class="wrap"><h1>渡轮航线开通</h1><div class="date">2026年2月5日 12:40</div><div class="body-x"><p>奥斯特雷内与塔夫兰之间的渡轮航线于星期一开通，距离两个港口达成协议已有四年时间，许多居民到场庆祝。</p><p>“每天将有两班渡轮穿越海峡，如果冰况允许，夜间还有第三班，”港务长隆·阿布雷克说。</p></div></div>','zh'),("奥斯特雷内与塔夫兰之间的渡轮航线于星期一开通，距离两个港口达成协议已有四年时间，许多居民到场庆祝。","“每天将有两班渡轮穿越海峡，如果冰况允许，夜间还有第三班，”港务长隆·阿布雷克说。"))
PAGES["turkish-aa"] = ('https://m.example/tr/dunya/x/9',html('<title>x</title><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-02-05T12:40:00+03:00"}</script>','<div class="detay"><h1>Feribot hattı açıldı</h1><h4 class="detay-spot">Liman müdürü: İki feribot çalışacak</h4><div class="detay-bg"><div class="detay-icerik"><p>OSTRENE</p><p>Ostrene ile Tavland arasındaki feribot hattı, iki limanın anlaşmasından dört yıl sonra pazartesi günü açıldı.</p><p>Liman müdürü Lonn Abrek, "Her gün iki feribot boğazı geçecek." dedi.</p><p>Anadolu Ajansı web sitesinde, AA Haber Akış Sistemi üzerinden abonelere sunulan haberler, özetlenerek yayımlanmaktadır. <a>Abonelik için lütfen iletişime geçiniz.</a></p></div></div><div class="detay-etiket">Etiketler</div></div>','tr'),('OSTRENE','Ostrene ile Tavland arasındaki feribot hattı, iki limanın anlaşmasından dört yıl sonra pazartesi günü açıldı.','Liman müdürü Lonn Abrek, "Her gün iki feribot boğazı geçecek." dedi.'))
PAGES["german"] = ('https://m.example/de/10.html',html('<title>Fähre</title><meta name="date" content="2026-02-05T12:40:00">','<main class="content-wrapper"><article class="container content-wrapper__group"><div class="seitenkopf"><h1><span class="seitenkopf__topline">Sund</span><span class="seitenkopf__headline--text">Fährlinie eröffnet</span></h1><p class="metatextline">Stand: 05.02.2026 12:40 Uhr</p></div><p class="textabsatz"><strong>Vier Jahre nach der Einigung ist die Fährlinie am Montag eröffnet worden.</strong></p><p class="textabsatz">„Zwei Fähren werden täglich fahren“, sagte Hafenmeister Lonn Abrek.</p><div class="teaser-absatz"><a>Mehr zum Thema</a></div><p class="textabsatz">Regierungschefin Ilse Korring dankte den Arbeitern.</p><div class="textabsatz__source">Quelle: Hafen</div></article></main>','de'),("Vier Jahre nach der Einigung ist die Fährlinie am Montag eröffnet worden.","„Zwei Fähren werden täglich fahren“, sagte Hafenmeister Lonn Abrek.","Regierungschefin Ilse Korring dankte den Arbeitern."))
PAGES["interview-dl"] = ('https://m.example/i/11',html('<title>x</title><meta property="og:type" content="article">',f'<article><h1>Interview</h1><dl><dt>When will it open?</dt><dd>{A}</dd><dt>And the fare?</dt><dd>{D}</dd></dl></article>'),("When will it open?",A,"And the fare?",D))
PAGES["br-in-span"] = ('https://m.example/b/12',html('<title>Ferry</title>',f'<table><tr><td><span class="text14">{A}<br><br>{B}<br><br>{C}</span></td><td><a>Menu</a></td></tr></table>'),(A,B,C))
PAGES["live-blog"] = ('https://m.example/live/13',html('<title>Live: ferry</title><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Live: ferry","datePublished":"2026-02-05T08:00:00Z"}</script>',f'<main><h1>Live: ferry</h1><div class="liveblog"><div class="lb-post"><time>12:40</time><h3>Line open</h3>{p(A)}</div><div class="lb-post"><time>12:10</time>{p(B)}</div><div class="lb-post"><time>11:00</time>{p(C)}</div></div></main>'),(A,B,C))
# fmt: on

AROUND = (
    "cookies",
    "Cookies",
    "Advertisement",
    "Share",
    "Facebook",
    "newsletter",
    "mailbox",
    "Related",
    "RELATED",
    "Also read",
    "Read also",
    "Read next",
    "More stories",
    "Tags",
    "Теги",
    "TAGS",
    "comment",
    "waited for this ferry",
    "two cats",
    "Поделиться",
    "Читайте также",
    "Подпишитесь",
    "Paylaş",
    "Əvvəlki",
    "Digər",
    "Telegram",
    "All rights",
    "© ",
    "Press contact",
    "useful",
    "Main menu",
    "somebody else",
    "Mehr zum Thema",
    "Show more",
    "Skip to",
    "Причал закрыли",
    "Latest",
    "Log in",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_the_article_is_kept_and_no_word_around_it(name: str) -> None:
    url, markup, wanted = PAGES[name]
    body = markup if isinstance(markup, bytes) else markup.encode()
    page = RawPage("x", url, url, datetime(2026, 2, 6, tzinfo=UTC), 200, (("Content-Type", "text/html"),), body)
    article = parse(page, generic_site(url))
    read = [paragraph.words for paragraph in article.paragraphs]
    assert [words for words in read if words in wanted] == list(wanted)
    assert [words for words in read if any(word in words for word in AROUND)] == []
    assert article.headline_printed not in read
