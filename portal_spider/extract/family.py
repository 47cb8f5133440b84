"""Content management systems: which one a page was made by, and what its URLs look like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit


class Fingerprint(NamedTuple):
    """How one family shows itself."""

    family: str
    article: re.Pattern[str]
    """Matches URLs of its articles (searched in path and query)."""
    urls: re.Pattern[str] | None
    """Matches URLs of its other pages."""
    marks: tuple[str, ...]
    """Strings of its pages' source, lower case; the first found is the evidence."""


def _fingerprint(family: str, article: str, urls: str | None, *marks: str) -> Fingerprint:
    return Fingerprint(family, re.compile(article), re.compile(urls) if urls else None, marks)


FINGERPRINTS = (
    _fingerprint(
        "gkmlpt",
        r"/gkmlpt/content/\d+/\d+/(?:m?post_|mmpost_)\d+\.html",
        r"/gkmlpt/",
        "window._config",
        "gkmlpt/api",
    ),
    _fingerprint(
        "jcms",
        r"/art/\d{4}/(?:\d{1,2}/){0,2}art_[\w-]+\.html",
        r"/col/col\d+/|/module/(?:web/|jslib/jquery/)?jpage/|/api-gateway/jpaas",
        "dataproxy.jsp",
        "jpaas-publish-server",
        "<datastore>",
        "大汉网络",
        "大汉版通",
        "hanweb.com",
        "zjeg_rss",
    ),
    _fingerprint(
        "ucap",
        r"/\d{6}/[0-9a-f]{32}\.s?html|/c\d{4,}/(?:\d{6}|\d{4}(?:/\d{1,2}){2})/[0-9a-f]{32}\.s?html"
        r"|/c\d{4,}/c\d+/content\.s?html",
        r"/common/search/[0-9a-f]{32}|/searchList/[0-9a-f]{32}|/c\d{5,}/\w+\.shtml",
        "<ucapcontent",
        "<ucaptitle",
        "/common/search/",
        "/searchlist/",
    ),
    _fingerprint(
        "guangdong",
        r"/content/m{0,2}post_\d+\.html",
        None,
        "nfcms_site_id",
        "nfcms",
        "南方网络信息",
    ),
    _fingerprint(
        "govcn",
        r"/content_\d+\.html?$",
        r"/search-gov/data\?|/ZUIXIN\w+\.json",
        "zuixinzhengce.json",
        "searchvo",
        "ucap-content",
    ),
    _fingerprint(
        "trs",
        r"/t\d{8}_\d+\.s?html?|/t\d{8}_\d+_\d+\.s?html?",
        r"/index_\d+_\d+\.s?html",
        "createpagehtml(",
        "trs_editor",
        "_trs_ta_js",
        "trs_web",
        "trs wcm",
        "trsmas",
        "currchnlcls",
        "/was5/web/",
    ),
    _fingerprint(
        "vsb",
        r"/info/\d+/\d+\.html?|content\.jsp\?[^#]*wbnewsid=\d+",
        r"/system/_content/|wbtreeid=",
        "_newscontent_fromname",
        "vsb_content",
        "_showdynclicks",
        "sitegrp",
        "/system/resource/",
        "博达",
    ),
)
"""The families, the ones that show themselves most plainly first."""

GENERIC = "generic"

ARTICLE_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"/(?:19|20)\d{2}[-/_]?\d{1,2}[-/_]?\d{1,2}/[^/?]+",
        r"/(?:19|20)\d{2}[-/]?(?:0[1-9]|1[0-2])/[^/?]+",
        r"[/_-](?:19|20)\d{6}[_/-]?\d*[^/?]*\.(?:s?html?|jsp|aspx?)$",
        r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}",
        r"/(?:content|art|article|post|mpost|info|news|detail|show|view|doc|con)[_-]?\d{3,}"
        r"(?:_\d+)*\.(?:s?html?|jspx?)",
        r"/(?:content|art|article|post|info|news|detail|show|view|doc)s?/\d{3,}(?:/?$|\.)",
        r"/(?:\w+/)*\d{4,}\.(?:s?html?|jspx?|aspx?)$",
        r"/\d{5,}/(?:index|content|c)\.s?html?$",
        r"/c\d{4,}/content\.s?html",
        r"(?:show|view|detail|content|article|info|read|news|disp|page)\w*\.\w+\?(?:[^#]*&)?"
        r"(?:id|aid|nid|s?no|sn|seq|guid|code|key|xh)=[\w-]+",
        r"[?&](?:article|news|info|content|doc|post|wbnews|manuscript)_?id=[\w-]+",
    )
)
"""Shapes that URLs of articles have in no family in particular."""
ARTICLE_QUERY = re.compile(
    r"\?(?=[^#]*\b(?:a|act|action|do|view|op|method)=(?:show|view|detail|article|read|content)\w*\b)"
    r"[^#]*\b\w*id=\d",
    re.IGNORECASE,
)
"""What one program for all pages is asked to show: index.php?m=content&a=show&catid=12&id=1034."""

SECTION_SHAPE = re.compile(
    r"/$|/(?:index|list|default|more|jump|channel|node|lm|col)\w*(?:[-_]\d+)*\.\w+$"
    r"|/col/col\d+/?(?:index\.html)?$|/(?:list|more|column|channel|lm)\b[^/]*$",
    re.IGNORECASE,
)
"""URLs of sections, by the names that their files have."""


def recognise_family(url: str, text: str) -> tuple[str, str | None]:
    """The family of the page at `url` with the source `text`, and what shows it.

    The URL decides before the source; `("generic", None)` where nothing shows.
    """
    place = _place(url)
    for fingerprint in FINGERPRINTS:
        if fingerprint.family != "govcn" and fingerprint.article.search(place):
            return fingerprint.family, f"article URL {place}"
        if fingerprint.urls and (fingerprint.urls.search(url)):
            return fingerprint.family, f"URL {url}"
    source = text.lower()
    for fingerprint in FINGERPRINTS:
        mark = next((mark for mark in fingerprint.marks if mark in source), None)
        if mark is not None:
            return fingerprint.family, f"{mark!r} in the page"
    return GENERIC, None


def family_of_articles(urls: Iterable[str]) -> str | None:
    """The family whose shape most of `urls` have; `None` where most have none."""
    places = [_place(url) for url in urls]
    counts = {
        fingerprint.family: sum(1 for place in places if fingerprint.article.search(place))
        for fingerprint in FINGERPRINTS
        if fingerprint.family != "govcn"
    }
    family = max(counts, key=counts.__getitem__)
    return family if counts[family] * 2 > len(places) else None


def is_article_url(url: str, pattern: str | None = None) -> bool:
    """Whether `url` looks like an article's: by `pattern` (a profile's), or any family's shape."""
    if pattern is not None and re.search(pattern, url):
        return True
    place = _place(url)
    if any(fingerprint.article.search(place) for fingerprint in FINGERPRINTS):
        return True
    if "?" in place and ARTICLE_QUERY.search(place):
        return True
    return any(shape.search(place) for shape in ARTICLE_SHAPES) and not _is_index(place)


def is_section_url(url: str) -> bool:
    """Whether `url` looks like a section's: a folder, an index, a list."""
    return not is_article_url(url) and SECTION_SHAPE.search(urlsplit(url).path) is not None


def _is_index(place: str) -> bool:
    """Whether only the folder is dated or numbered, or only the section has a number."""
    file = place.partition("?")[0].rpartition("/")[2]
    if re.fullmatch(r"(?:index|list)(?:[_-]\d{1,3})?\.\w+", file):
        return re.search(r"/\d{5,}/index\.\w+$", place) is None
    return (
        "?" in place and re.search(r"list|more|index|column|channel|class", file, re.I) is not None
    )


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
