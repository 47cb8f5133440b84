"""Pages that a firewall sends in the place of a page: recognised, named, never run.

A page is called a challenge only if a reader sees next to nothing on it *and* two indicators of
one product agree (a status, a cookie, words of its script): the scripts of several products ride
on real pages too, and a real page called a challenge is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

THROTTLED = "throttled"
"""Reason: the server says that it was asked too often."""
CHALLENGE = "challenge:"
"""Prefix of a reason; the product's name follows."""

MAX_VISIBLE = 300
"""Characters that a reader may see on a challenge; any page with a menu and a footer has more."""
MAX_QUIET_SOURCE = 16_384
"""Characters of source beyond which a page answered with 200 is not even looked at."""
SUSPECT_STATUSES = frozenset({202, 400, 401, 403, 405, 412, 418, 429, 468, 493, 503, 521, 567})


@dataclass(frozen=True, slots=True)
class Product:
    """A product, and its indicators; two of them make a case."""

    name: str
    statuses: frozenset[int]
    source: tuple[str, ...]
    """Words in its page."""
    headers: tuple[str, ...]
    """Words in the response's headers, in lower case: cookies, the server's name."""


def product(
    name: str, *statuses: int, source: tuple[str, ...], headers: tuple[str, ...] = ()
) -> Product:
    """A `Product`, its statuses given one by one."""
    return Product(name, frozenset(statuses), source, headers)


PRODUCTS = (
    product(
        "ruishu", 412, 400, 202,
        source=("$_ts", "r='m'", 'r="m"'), headers=("fssbbil1", "80s=", "80t="),
    ),
    product(
        "jiasule", 521,
        source=("__jsl_clearance", "document.cookie", "location.href=location.pathname"),
        headers=("__jsluid", "__jsl_clearance"),
    ),
    product(
        "edgeone", 567,
        source=("EO_Bot_Ssid", "__tst_status"), headers=("eo_bot", "edgeone"),
    ),
    product(
        "aliyun", 405,
        source=("acw_sc__v2", "acw_sc__v3", "var arg1=", "aliyun_waf", "errors.aliyun.com",
                "_waf_bd8ce2ce37"),
        headers=("acw_tc", "aliyungf_tc"),
    ),
    product(
        "c3vk",
        source=("C3VK", "document.cookie", "location.reload", "window.location"),
        headers=("c3vk",),
    ),
    product("ct6t", 302, source=("CT6T",), headers=("ct6t",)),
    product("wangsu", source=("/_bot_sbu/", "HOY_TR", "seccaptcha.haplat.net")),
    product(
        "wzws", 403,
        source=("GeoBL", "wzwschallenge", "wzwsconfirm", "wzwstemplate", "WZWS"),
        headers=("wzws",),
    ),
    product(
        "chuangyu", 403, 405,
        source=("创宇", "yunaq.com", "365cyd", "jiasule.com", "knownsec"),
        headers=("yunaq", "365cyd"),
    ),
    product(
        "safeline", 468, 403,
        source=("slg-bg", "slg-title", "SafeLine", "雷池", "长亭"), headers=("sl-session",),
    ),
    product("yunsuo", 403, source=("yunsuo_session", "云锁", "yunsuologo"), headers=("yunsuo",)),
    product("safedog", 403, source=("safedog", "安全狗", "网站防火墙"), headers=("safedog",)),
    product("360", 493, 403, source=("wangzhan.360.cn", "360wzb", "360.cn"), headers=("360wzws",)),
    product("huawei", 418, 403, source=("HWWAF", "hwclouds", "华为云"), headers=("hwwaf",)),
    product(
        "cloudflare", 403, 503,
        source=("cf-chl", "challenge-platform", "cf_chl_opt"), headers=("cf-mitigated",),
    ),
)  # fmt: skip
SHARED_WORDS = frozenset(
    {"document.cookie", "location.reload", "window.location", "location.href=location.pathname"}
)
"""Words of many pages: they support a product's own indicator, and are none without it."""

THROTTLE = re.compile(
    "(?:访问|请求|操作|刷新)(?:过于|太过?)(?:频繁|快)|too many requests", re.IGNORECASE
)
REFUSAL = re.compile(
    "安全验证|人机验证|滑动验证|拖动滑块|完成验证|验证您?是否(?:是|为)真人|访问验证|浏览器安全检查|"
    "正在(?:进行|检查).{0,8}安全|请稍[候后]|请(?:开启|启用)\\s*javascript|"
    "(?:访问|请求)(?:已|被|可能)+(?:拦截|阻断|拒绝|限制|禁止|屏蔽)|疑似(?:攻击|黑客)|存在(?:攻击|威胁)行为|"
    "网站防火墙|web应用防火墙|access denied|request blocked|checking your browser|"
    "verify you are human",
    re.IGNORECASE,
)
VERIFIERS = ("captcha", "verify", "slider", "验证码", "geetest", "challenge")
"""Words in the source of a page that asks for a proof."""

INVISIBLE = re.compile(r"<(script|style|noscript|title|textarea)\b|<!--", re.IGNORECASE)
ENDS = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "noscript", "title", "textarea")
}
COMMENT_END = re.compile("-->")
TAG = re.compile(r"<[^<>]*>")


def refusal_reason(
    source: str, *, status: int = 200, headers: Iterable[tuple[str, str]] = ()
) -> str | None:
    """Why `source` is not the page that was asked for: `challenge:<product>` or `throttled`.

    `None` where it is no challenge, or may be none. Costs nothing on an ordinary page.
    """
    if status not in SUSPECT_STATUSES and len(source) > MAX_QUIET_SOURCE:
        return None
    if status == 429:
        return THROTTLED
    seen = visible_text(source)
    if len(seen) > MAX_VISIBLE:
        return None
    header_words = "\n".join(f"{name}: {value}" for name, value in headers).lower()
    for candidate in PRODUCTS:
        if is_shown(candidate, source, status, header_words):
            return CHALLENGE + candidate.name
    if THROTTLE.search(seen):
        return THROTTLED
    return CHALLENGE + "unknown" if asks_for_proof(source, seen, status) else None


def is_shown(candidate: Product, source: str, status: int, header_words: str) -> bool:
    """Do two indicators of the product agree, one of them its own?"""
    found = [word for word in candidate.source if word in source]
    own = any(word not in SHARED_WORDS for word in found)
    by_header = any(word in header_words for word in candidate.headers)
    by_status = status in candidate.statuses
    # A status of few others (412, 521) beside any word will do; 403 needs words of its own.
    telling = own or by_header or (by_status and status not in (400, 403, 405, 503))
    return telling and len(found) + by_header + by_status >= 2


def asks_for_proof(source: str, seen: str, status: int) -> bool:
    """Does a page of an unknown product refuse, with two signs of it?"""
    phrases = {match[0] for match in REFUSAL.finditer(seen)}
    signs = len(phrases) + (status in SUSPECT_STATUSES)
    lowered = source.lower()
    signs += any(word in lowered for word in VERIFIERS)
    return bool(phrases) and signs >= 2


def visible_text(source: str) -> str:
    """About what a reader sees of a page, without parsing it; linear in its length."""
    parts: list[str] = []
    at = 0
    while match := INVISIBLE.search(source, at):
        parts.append(source[at : match.start()])
        end = (ENDS[match[1].lower()] if match[1] else COMMENT_END).search(source, match.end())
        if end is None:
            at = len(source)
            break
        at = end.start() if match[1] else end.end()
    parts.append(source[at:])
    return " ".join(TAG.sub(" ", "".join(parts)).split())
