"""Is this an article at all? What stands in the place of one: errors, redirects, shells, logins.

Only pages that show a reader next to nothing are doubted, and only what they show and do counts:
an article about 登录 or 404 is an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal_spider.extract.about import pairs_about
from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.challenge import refusal_reason, visible_text
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Document

EMPTY = "empty"
SHELL = "shell"
LOGIN = "login"
REDIRECT = "redirect"
SOFT_404 = "soft_404"
"""Reasons, as `Page.reason` spells them; an error status is `http_404`, `http_500`, …"""

IMAGE_ONLY = "image_only"
ATTACHMENT_ONLY = "attachment_only"
"""Flags of an article whose body is no text."""

PROSE_ENOUGH = 300
"""Characters outside of links from which a page is somebody's text, whatever else it does."""
ERROR_PROSE = 200
"""Characters outside of links that an error page may have, its footer included."""
SHELL_CHARS = 30
"""Characters that a page may show in all and still be a shell that a script would fill."""
REDIRECT_CHARS = 120
REDIRECT_SOURCE = 8_192
FEW_LINES = 40
BARE_BODY_CHARS = 20
"""Characters that a body of images or attachments may have: 见附件, （图）, a caption's start."""

MISSING = re.compile(
    "(?:页面|网页|文件|文章|内容|信息|资源|地址|栏目|链接)(?:已经?|可能)?(?:被)?"
    "(?:不存在|未找到|没有找到|找不到|删除|移除|移走|失效|下线)|"
    "(?:找不到|未找到|没有找到|无法找到|无法显示)(?:该|此|您?要?(?:访问|查看|请求|查找)?的?)"
    "(?:页面|网页|文件|文章|内容|信息|资源)|"
    "您(?:要|所|正在)?(?:访问|查看|请求|查找|浏览)的.{0,8}(?:不存在|找不到|已.{0,2}删除|丢失|出错)|"
    "(?:page|file) (?:not|cannot be) found|not found on this server|http(?: status)? 404|"
    "404 (?:not found|error)|error 404",
    re.IGNORECASE,
)
ERROR_TITLE = re.compile(
    r"^\W*(?:40[0-9]|50[0-4])\b|^(?:错误|出错|系统)(?:提示|页面|错误|了)|页面?(?:不存在|未找到|找不到|出错)|"
    r"not found|^error\b|无法找到该?页",
    re.IGNORECASE,
)
LOGIN_WORDS = re.compile(
    "登\\s*[录陆錄]|用户名|用戶名|账号|帐号|密\\s*码|统一身份认证|sign in|log in", re.I
)
PASSWORD = re.compile(r"type\s*=\s*[\"']?password\b", re.IGNORECASE)

FILLED_LATER = re.compile(r"<(?:script|frame|iframe)", re.IGNORECASE)
MEDIA = re.compile(r"<(?:img|video|embed|object)\b", re.IGNORECASE)

META_REFRESH = re.compile(
    r"<meta\b[^>]{0,80}http-?equiv\s*=\s*[\"']?refresh[^>]{0,80}?content\s*=\s*([\"']?)\s*\d*\s*[;,]\s*"
    r"url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
SCRIPT_REDIRECT = re.compile(
    r"\blocation(?:\.href)?\s*=\s*([\"'])([^\"'\n]{1,2000})\1|"
    r"\blocation\.(?:replace|assign)\(\s*([\"'])([^\"'\n]{1,2000})\3|"
    r"\bwindow\.open\(\s*([\"'])([^\"'\n]{1,2000})\5\s*,\s*[\"']_(?:self|top|parent)",
    re.IGNORECASE,
)
SCRIPT_MOVE = re.compile(
    r"\blocation(?:\.href)?\s*=|\blocation\.(?:replace|assign|reload)\(|"
    r"\bwindow\.open\([^)]{0,200}[\"']_(?:self|top|parent)",
    re.IGNORECASE,
)
TARGET_IN_PAGE = re.compile(r"\bid\s*=\s*[\"']?url\b[^>]{0,80}>\s*([^<\s]+)", re.IGNORECASE)
"""Where UCAP's jump pages keep the address for their script."""


def verdict(document: Document, *, headers: Iterable[tuple[str, str]] = ()) -> str | None:
    """Why the page is no article, listing or home page; `None` where it may be one.

    Reasons: `challenge:<product>`, `throttled`, `http_<status>`, `redirect`, `soft_404`,
    `login`, `shell`, `empty`.
    """
    prose = 0
    for block in document.blocks:
        if block.hidden is None:
            prose += block.prose
            if prose > PROSE_ENOUGH:
                return error_status(document.status)
    if reason := refusal_reason(document.html, status=document.status, headers=headers):
        return reason
    if reason := error_status(document.status):
        return reason
    lines = [block.text for block in document.blocks if block.hidden is None]
    return verdict_on_little(document, lines, prose)


def verdict_on_little(document: Document, lines: list[str], prose: int) -> str | None:
    """Why a page that shows `prose` characters outside of links, a few, is no article."""
    seen = "\n".join(lines)
    source = document.html
    if not source.strip():
        return EMPTY
    if redirects(source, len(seen)):
        return REDIRECT
    title = document.title_tag or ""
    if prose <= ERROR_PROSE and is_missing(title, seen, document):
        return SOFT_404
    if (
        len(lines) <= FEW_LINES
        and PASSWORD.search(source)
        and (LOGIN_WORDS.search(title) or len(set(LOGIN_WORDS.findall(seen))) > 1)
        and not any(map(is_dated, lines))
    ):
        return LOGIN
    return SHELL if is_shell(source, len(seen), document) else None


def error_status(status: int) -> str | None:
    """`http_404` and the like for a status that says the page is none."""
    return f"http_{status}" if status >= 400 else None


def is_dated(line: str) -> bool:
    """Does a line say when an article was published? It may have a form for comments below."""
    if pairs_about(line) is None or frame_rule(line) is not None:
        return False
    return find_date(line) is not None


def is_missing(title: str, seen: str, document: Document) -> bool:
    """Does a page answered with 200 say that there is no such page, with two signs of it?"""
    if document.metas.get("articletitle"):
        return False
    said = MISSING.search(seen) is not None
    titled = ERROR_TITLE.search(title) is not None or MISSING.search(title) is not None
    return (said and titled) or ((said or titled) and len(seen) <= ERROR_PROSE)


def is_shell(source: str, seen: int, document: Document) -> bool:
    """Does a page that shows `seen` characters wait for a script or frames to fill it?"""
    if document.root is None or seen > SHELL_CHARS:
        return False
    return not MEDIA.search(source) and (not seen or FILLED_LATER.search(source) is not None)


def redirects(source: str, seen: int) -> bool:
    """Does a page that shows `seen` characters only send its reader elsewhere?"""
    if seen > REDIRECT_CHARS or len(source) > REDIRECT_SOURCE:
        return False
    return META_REFRESH.search(source) is not None or SCRIPT_MOVE.search(source) is not None


def redirect_target(source: str) -> str | None:
    """Where a page of nothing but a redirect leads, as written; `None` if it is none.

    By `<meta>` refresh or a script's `location`; a target that a script computes is not known.
    """
    if len(source) > REDIRECT_SOURCE or not redirects(source, len(visible_text(source))):
        return None
    if match := META_REFRESH.search(source):
        return match[2].strip()
    if match := SCRIPT_REDIRECT.search(source):
        return (match[2] or match[4] or match[6]).strip()
    match = TARGET_IN_PAGE.search(source)
    return match[1] if match else None


def bare_body_flag(chars: int, *, attachments: int, images: int) -> str | None:
    """What a body of `chars` characters consists of instead: attachments or images, if any."""
    if chars > BARE_BODY_CHARS:
        return None
    if attachments:
        return ATTACHMENT_ONLY
    return IMAGE_ONLY if images else None
