"""From a page's bytes to its readings in one pure, picklable function: parse, unstack, split."""

from __future__ import annotations

from dataclasses import replace

from scrapers.addresses import page_key
from scrapers.parse import parse
from scrapers.records import NOT_WORDS, Article, Passage, RawPage, Reading, Split
from scrapers.site import Site
from scrapers.split import split
from scrapers.updates import Layer, Mark, body_hash, content_hash, split_mark, unstack

PARSER = "1"
"""Counts changes of the rules that make other rows of the same bytes; kept beside every version."""


def read(page: RawPage, site: Site) -> tuple[Reading, ...]:
    """The page's own text first, then each earlier version stacked below a clock line.

    Raises a scrapers.problems.Problem when the page is no article, is blocked, or its layout changed.
    """
    article = parse(page, site)
    mark = split_mark(article.headline_printed, article.language, site.update_words)
    layers = unstack(article.paragraphs, article.published_at, site.tz, mark, article.language)
    return tuple(_reading(article, mark, layer, depth, len(layers) - 1) for depth, layer in enumerate(layers))


def _reading(article: Article, mark: Mark, layer: Layer, depth: int, depths: int) -> Reading:
    """One layer of the page as a Reading. An embedded one has no headline of its own: it goes by the page's."""
    found = _with_clock(_with_lead(split(layer.paragraphs, article.language, mark.headline)), layer.clock)
    words = [passage.words for passage in found.passages if passage.role not in NOT_WORDS]
    own = Reading(
        site=article.site,
        language=article.language,
        url=article.url,
        page_key=page_key(article.site, article.native_id, article.url),
        origin="page",
        headline=mark.headline,
        headline_printed=article.headline_printed,
        content_hash=content_hash(mark.headline, words),
        body_hash=body_hash(words),
        split=found,
        parser=f"{article.parser}/{PARSER}",
        native_id=article.native_id,
        update_no=mark.update_no,
        update_label=mark.label,
        section=article.section,
        place=article.place,
        published_at=layer.published_at,
        utc_offset=article.utc_offset,
        modified_at=article.modified_at,
        depth=depth,
        depths=depths,
    )
    if depth == 0:
        return own
    return replace(
        own, origin="embedded", headline_printed=mark.headline, update_no=None, update_label=None, modified_at=None
    )


def _with_lead(found: Split) -> Split:
    """Where the markup names no lead, the first paragraph of the text is it, unless it is itself somebody's turn: every
    agency's handbook wants the news told there in short (the inverted pyramid)."""
    roles = [passage.role for passage in found.passages]
    first = next((i for i, role in enumerate(roles) if role not in NOT_WORDS), None)
    if first is None or "lead" in roles or roles[first] not in ("narration", "quote"):
        return found
    passages = list(found.passages)
    passages[first] = replace(passages[first], role="lead")
    return replace(found, passages=tuple(passages))


def _with_clock(found: Split, clock: str | None) -> Split:
    """The clock line that ends a layer stands last in it, as a passage that is not the story's words."""
    return replace(found, passages=(*found.passages, Passage("clock", clock))) if clock else found
