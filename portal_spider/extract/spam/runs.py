"""The form of what is pushed into a text: runs of short phrases, around lines or between them."""

from __future__ import annotations

import math
import re

_SIGNS = r",，、;；|｜_\-—/／\\·・•~～+=㊣㊙〓\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
_MARK = rf"\s*[{_SIGNS}]+\s*"
MARK = re.compile(rf"{_MARK}|\s+")
"""Between the phrases of a run; what sentences and labels need besides is in none."""
SEVERAL = re.compile(rf"[{_SIGNS}\s].+?[{_SIGNS}\s]")
"""Two such marks: what has none is no run of three phrases, and is not taken apart to see."""
_WORD = rf"[^\s{_SIGNS}。：:！？!?（）()“”《》【】\[\]]"
_PHRASE = rf"{_WORD}{{2,18}}+[A-Za-z\d]{{0,12}}+"
"""Letters and digits are short beside characters: a telephone number, a name in pinyin."""
RUN = re.compile(
    rf"(?:{_MARK})?+{_PHRASE}(?:(?:{_MARK}|\s+){_PHRASE}){{0,11}}[^\w。！？；：”]{{0,2}}"
)
"""A line of up to twelve phrases."""
_TAIL = re.compile(rf"[”’）]?(?P<run>\s*{_PHRASE}(?:(?:{_MARK}|\s+){_PHRASE}){{0,11}})$")
HEAD = re.compile(rf"(?P<run>{_PHRASE}(?:{_MARK}{_PHRASE}){{0,11}})\s+(?=\S)")
"""What is put before the first sentence of a paragraph, and a space behind it."""
STOPS = "。！？"
HEAD_MARK = re.compile(r"[_|—]|(?<!\d)-|-(?!\d)")
"""Between a headline and what was put beside it."""
ALIEN = 0.75
"""Share of a phrase's pairs of characters that the page has not, if it is not of it."""
NUMBERED = re.compile(
    r"(?<![^\s,，;；|(（])[\d一二三四五六七八九十]+\s*[.、．](?!\d)|第[\d一二三四五六七八九十]+[条章节届期批次轮号]"
    r"|附件|[年月日]\s*\d|(?<![^\s,，、;；|〔（(\[])20\d\d(?!$)|20\d\d\s*[年.\-/]"
)
"""Lines that are counted or dated."""
FOREIGN_MARK = re.compile(r"(?<!\d)[\-/~]|[,_|;+=㊣㊙〓\u2190-\u2bff\U0001f000-\U0001faff]")
"""What Chinese prose has no use for."""
ODD = re.compile(r"[\-/~,_|;+=㊣㊙〓\u2190-\u2bff\U0001f000-\U0001faffA-Za-z\d]")
"""What a line holds that has a foreign mark or a brand, and few others do."""
_CODE = re.compile("[\u4e00-\u9fff]{2}[A-Za-z\\d]{2}")
_BRAND = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?!(?:app|qq|pc|vip|ktv|pdf|pos|spa|cad|gdp|ppt|pvc|led|gps|wifi|http|www|abs|etc|ceo|bim|dna|usb|mba|cpi|ppi|logo|[a-z])(?![a-z]))"
    r"(?:[a-z]{2,8}\d{0,4}|[a-z]{1,3}\d{1,4}|(?!19|20)\d{3,4}[a-z]{0,3}(?!$))(?=官|入口|登|手机|下载|平台|网|在线|线路|备用|娱乐|体育|注册|地址|app|客户|首页|版|试玩|开户|直播|投注|代理|$)",
    re.IGNORECASE,
)
"""A name as advertisers make them: Chinese, a code in letters or digits, what is to be had."""


def tail_of(text: str) -> tuple[int, int] | None:
    """Where a text has a run behind its last sentence."""
    end = max(map(text.rfind, STOPS)) + 1
    found = _TAIL.match(text, end) if end else None
    return found.span("run") if found else None


def head_of(text: str) -> tuple[int, int] | None:
    """Where a text has a run before its first sentence, the space behind it included."""
    found = HEAD.match(text)
    return (0, found.end()) if found else None


def phrases_of(text: str) -> list[str]:
    """The phrases of a run; numbers are none."""
    return [phrase for phrase in MARK.split(text) if phrase and not phrase.isdigit()]


def is_branded(text: str) -> bool:
    """Holds a text a name as advertisers make them?"""
    return _CODE.search(text) is not None and _BRAND.search(text) is not None


def sureness(evidence: float) -> float:
    """Evidence as a score, 0 to 1."""
    return round(1 - math.exp(-evidence), 3)
