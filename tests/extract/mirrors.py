"""Copies of pages as mirror sites write them: Traditional, with readings pushed into the words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from opencc import OpenCC
from pypinyin import Style, pinyin

LISTED = (
    "務發國會規設網標準導經數據應當關機構權統監強實動現開測項績職業產營環協調聯護進達優創認識學對時"
)
TO_ASCII = str.maketrans("，！：；？（）", ",!:;?()")
TRADITIONAL = OpenCC("s2t").convert


def spun(text: str) -> str:
    """Each character by itself in Traditional, as a map of characters does it."""
    return "".join(map(TRADITIONAL, text))


def reading(char: str, style: Style = Style.TONE) -> str:
    """The first reading."""
    return str(pinyin(char, style=style)[0][0])


def toned(text: str) -> str:
    """Listed characters with their readings."""
    out = spun(text.translate(TO_ASCII))
    return "".join(f"{c}({reading(c)})" if c in LISTED else c for c in out)


def bytewise(text: str) -> str:
    """The same, replaced in GBK without alignment."""
    raw = spun(text.translate(TO_ASCII)).encode("gbk", "replace")
    for char in LISTED:
        raw = raw.replace(char.encode("gbk"), f"{char}({reading(char)})".encode("gbk"))
    out, at = [], 0
    while at < len(raw):
        step = 1 if raw[at] < 0x81 else 2
        try:
            out.append(raw[at : at + step].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?")
        at += step
    return "".join(out)


def toneless(text: str, seed: int = 1) -> str:
    """Any character with its reading, repeated at random but always alike."""
    rng, times = random.Random(seed), {}
    out = []
    for char in spun(text):
        out.append(char)
        if "\u4e00" <= char <= "\u9fff":
            count = times.setdefault(char, rng.choice((0, 0, 0, 1, 1, 2, 3)))
            out.append(f"({reading(char, Style.NORMAL)})" * count)
    return "".join(out)


MIRRORS: dict[str, Callable[[str], str]] = {f.__name__: f for f in (toned, bytewise, toneless)}


def mirrored(html: str, mirror: Callable[[str], str]) -> str:
    """A page with its text and its tags' contents rewritten."""
    html = re.sub(r">([^<>]+)<", lambda m: f">{mirror(m[1])}<", html)
    return re.sub(r'content="([^"]+)"', lambda m: f'content="{mirror(m[1])}"', html)
