"""Bytes to text: what a page is encoded in, whatever it claims.

The rule, from what portals really do: a byte order mark, then strict UTF-8 (text of any other
encoding almost never passes), then the labels of header and `<meta>`, then GB18030 and Big5, each
decoded strictly and believed only if the result reads as text. GB2312 and GBK are read as GB18030,
which holds both: pages that declare gb2312 use characters beyond it. What no encoding reads whole
is decoded by the one that reads it best; parts in another encoding (a template of one system
around the text of another) are then read each by itself. What is lost is counted and flagged.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

REPLACEMENT = "\ufffd"

DAMAGE = "encoding_damage"
"""Flag: characters were lost, or the text reads as nothing known (mojibake as published)."""
MIXED = "encoding_mixed"
"""Flag: parts of the page were in another encoding than `Decoded.encoding`."""

ALIASES = {
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "unicode": "utf-16-le",
    "utf-16": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
"""Labels, and Python's names, to the codec that reads such pages best (WHATWG's choice)."""

TRUSTED = frozenset({"euc_kr", "cp949", "shift_jis", "cp932", "euc_jp"})
"""Codecs of Japanese and Korean: believed where a page names one of them, and never guessed."""
GUESSES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
KNOWN = TRUSTED.union(
    ("utf-8", "koi8-r", "hz", "tis-620"),
    GUESSES,
    (f"cp125{n}" for n in range(9)),
    (f"iso8859-{n}" for n in range(2, 17)),
)
"""Codecs that a label may name; Python's others are not text encodings of the web."""
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

HEAD_BYTES = 65_536
"""How far into the page a `<meta>` is looked for; some stand behind long scripts."""
SAMPLE_CHARS = 4_000
"""Characters of a page in which readability is judged, mark-up included."""
MAX_WORDS = 200
"""Stretches of text that it is judged by where those hold too little."""
ENOUGH_CHARS = 40
"""From so many on a readable text is believed at once; below, the encodings are compared."""
READABLE = 0.4
"""Share of common characters above which a text is taken to be what it was written as.

Government prose has 0.6 to 0.85; the same bytes read in a wrong encoding 0 to 0.2.
"""

HEADER_LABEL = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META_LABEL = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)")
XML_LABEL = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)")
"""Both on lower-cased bytes: ignoring case costs the search for a literal its speed."""
WORDS = re.compile(r"[^\x00-\x7f\xa0\u2000-\u206f\u3000-\u303f\uff00-\uffef]+")
"""Text beyond ASCII, without white space and the punctuation of Chinese."""
HAN = re.compile(r"[\u3400-\u9fff]+")
BEYOND_TWO_BYTES = re.compile(r"[\u0800-\uffff\U00010000-\U0010ffff]")
ADJACENT_HIGH_BYTES = re.compile(rb"[\x80-\xff]{2}")
PIECE = re.compile(rb"[^<>\n]+|[<>\n]+")
"""Pieces that a page can be cut into: none of these is a part of a GB18030 or Big5 character."""
UTF8_MARKS = tuple(text.encode() for text in "，。的国")
"""Bytes that any passage of Chinese in UTF-8 has, and text in GB18030 or Big5 all but never."""

COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    "然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长"
    "把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体政美相见被利什二等产或新己制身"
    "果加西月话合回特代内信表化老给世位次度门任常先海通教原东声提立及比员解水名真论处走义各入几口认条平系气题活尔"
    "更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直资命山金指许统区保至形社便空决治展马科"
    "司五基书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取格望觉术领共确传师"
    "观清今切院让识候带导争运六七八九零百千元责任编辑记者通讯来源时间发布浏览次数打字号网站府县乡镇村局委厅省州策"
    "改革创税财农林监督检察审批施环境护健康卫疫防控办组织党书纪律组领导干部群众企业项目投资招标采购公示公告通知意"
    "见规划方案报告工作会议精神贯彻落实推进服务优化营商安全生产应急管理教育医疗社会保障就业住房城乡建设交通运输水"
    "利自然资源生态文化旅游体育科技信息统计金融市场价格综合执法行政许可处罚复议诉讼法院检附件下载标题内容索引主题"
    "分类机构日期文件解读政策关于印发当前位置首页上一篇版权所有备案联系我们单位承技术支持协办"
    "這個們來為國時說會對於過後種經麼學現當沒動還進樣開從實軍無與長機關點業將間問應體見產給話門聲員處義條氣題認數"
    "報結務場計資統區隊決馬書則聽達強難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運編輯訊發佈瀏覽網縣鄉鎮廳州策創"
    "稅財農監檢審環護衛辦組織黨紀項購劃議徹實優營應療障鄉輸態遊訊統計價綜執許罰復議訴訟載標題內容類構解讀關於頁權"
    "備聯繫單協香港澳門臺灣特別區"
)
"""Characters that make up most of any Chinese text, Simplified and Traditional."""

FREQUENT = ("的", "国", "國", "年", "中", "一", "人", "在")
"""One of these is in every page of some length: it spares most pages the judgement by sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page's text, and how it was got."""

    text: str
    encoding: str
    """Python's name of the codec used: `utf-8`, `gb18030`, `big5hkscs`, `utf-16-le`, …"""
    replacements: int = 0
    """U+FFFD in the text: what could not be decoded, here or before the page was published."""
    flags: tuple[str, ...] = ()
    """`DAMAGE`, `MIXED`."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page; `content_type` is the HTTP header's value, where there is one.

    Never fails: what cannot be read becomes U+FFFD, is counted and flagged.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            body = body[len(mark) :]
            if encoding != "utf-8":
                return decoded(body.decode(encoding, "replace"), encoding)
    if b"\x00" in body[:2048] and (encoding_of_wide := wide_encoding(body)):
        return decoded(body.decode(encoding_of_wide, "replace"), encoding_of_wide)
    text = strictly(body, "utf-8")
    if text is None:
        return decode_other(body, content_type)
    if text.isascii() or any(char in text for char in FREQUENT):
        return decoded(text, "utf-8")
    return decode_doubtful_utf8(body, text, content_type)


def decode_doubtful_utf8(body: bytes, text: str, content_type: str | None) -> Decoded:
    """The text of a page that passes as UTF-8, but has no common Chinese character.

    A few words of GBK can pass as UTF-8 two-byte characters; and a page may have been turned to
    mojibake before it was published, which is flagged.
    """
    if not BEYOND_TWO_BYTES.search(text):
        for encoding in declared(body, content_type):
            other = strictly(body, encoding)
            if other is not None and readability(other)[0] >= READABLE:
                return decoded(other, encoding)
    return decoded(text, "utf-8", garbled=is_garbled(text))


def decode_other(body: bytes, content_type: str | None) -> Decoded:
    """The text of a page that is not, or not wholly, UTF-8."""
    labels = tuple(dict.fromkeys(declared(body, content_type)))
    whole = best_reading(body, (*labels, *GUESSES), "strict")
    if whole.score >= READABLE and not any(mark in body for mark in UTF8_MARKS):
        return decoded(whole.text, whole.encoding)
    best = best_reading(body, (*labels, "utf-8", *GUESSES), "replace")
    if best.score >= READABLE / 2:
        return decode_pieces(body, best.encoding)
    return decode_unreadable(body, labels)


class Reading(NamedTuple):
    """A text as one encoding gives it, and how readable it is."""

    text: str
    encoding: str
    score: float


def best_reading(body: bytes, encodings: Iterable[str], errors: str) -> Reading:
    """The reading of `body` that reads best, the first of equals.

    With `errors="strict"` an encoding that does not hold for every byte is passed over; where
    none holds the score is 0.
    """
    best = Reading("", "utf-8", 0.0)
    for encoding in dict.fromkeys(encodings):
        try:
            text = body.decode(encoding, errors)
        except UnicodeError:
            continue
        score, judged_by = readability(text)
        if score >= READABLE and judged_by >= ENOUGH_CHARS:
            return Reading(text, encoding, score)
        if encoding in TRUSTED:
            score = max(score, READABLE)
        if score > best.score:
            best = Reading(text, encoding, score)
    return best


def decode_pieces(body: bytes, main: str) -> Decoded:
    """The text of a page in `main`, of which parts may be in another encoding, or broken."""
    texts: list[str] = []
    mixed = False
    for piece in PIECE.findall(body):
        text, encoding = decode_piece(piece, main)
        texts.append(text)
        mixed = mixed or encoding != main
    return decoded("".join(texts), main, mixed=mixed)


def decode_piece(piece: bytes, main: str) -> tuple[str, str]:
    """The text of a part of a page in `main`, and the encoding it was read in."""
    if piece.isascii():
        return piece.decode("ascii"), main
    text = strictly(piece, "utf-8")
    if text is not None and BEYOND_TWO_BYTES.search(text):
        return text, "utf-8"
    text = piece.decode(main, "replace")
    if REPLACEMENT not in text or readability(text)[0] >= READABLE:
        return text, main
    other = best_reading(piece, GUESSES, "strict")
    return (other.text, other.encoding) if other.score >= READABLE else (text, main)


def decode_unreadable(body: bytes, labels: Sequence[str]) -> Decoded:
    """The text of a page that no Chinese encoding reads: as declared, or with least loss."""
    if not ADJACENT_HIGH_BYTES.search(body):  # © and é among ASCII
        labels = (*labels, "cp1252")
    for encoding in labels:
        text = strictly(body, encoding)
        if text is not None:
            return decoded(text, encoding, garbled=is_garbled(text))
    losses = {
        encoding: body.decode(encoding, "replace").count(REPLACEMENT)
        for encoding in (*labels, "utf-8", "gb18030")
    }
    best = min(losses, key=losses.__getitem__)
    text = body.decode(best, "replace")
    return decoded(text, best, garbled=is_garbled(text))


def decoded(text: str, encoding: str, *, mixed: bool = False, garbled: bool = False) -> Decoded:
    """A `Decoded` that says what `text` has lost."""
    lost = text.count(REPLACEMENT) if REPLACEMENT in text else 0  # looking is faster
    flags = ((DAMAGE,) if lost or garbled else ()) + ((MIXED,) if mixed else ())
    return Decoded(text=text, encoding=encoding, replacements=lost, flags=flags)


def strictly(body: bytes, encoding: str) -> str | None:
    """The text, if every byte of it is right in `encoding`."""
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None


def readability(text: str, words: re.Pattern[str] = WORDS) -> tuple[float, int]:
    """Share of common characters in a sample of `words` of `text`, and the sample's size."""
    start = len(text) // 3  # past the head and most of the menus
    sample = "".join(words.findall(text, start, start + SAMPLE_CHARS))
    if len(sample) < ENOUGH_CHARS:
        sample = "".join(islice((match[0] for match in words.finditer(text)), MAX_WORDS))
    if not sample:
        return 0.0, 0
    return sum(map(COMMON.__contains__, sample)) / len(sample), len(sample)


def is_garbled(text: str) -> bool:
    """Is what passes for Chinese here none: mojibake, published as it is or guessed wrong?"""
    score, judged_by = readability(text, HAN)
    return judged_by >= ENOUGH_CHARS and score < READABLE / 4


def wide_encoding(body: bytes) -> str | None:
    """UTF-16 by its NUL bytes, half of every ASCII character of the mark-up: which, if any."""
    head = body[:2048]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 20 or min(even, odd) > max(even, odd) / 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Codecs that header and `<meta>` name, in that order; unknown labels are passed over.

    UTF-16 in a `<meta>` that can be read as ASCII is false, and is passed over too.
    """
    if content_type and (match := HEADER_LABEL.search(content_type)):
        name = codec_of(match[1])
        if name is not None:
            yield name
    head = body[:HEAD_BYTES].lower()
    labels = META_LABEL.findall(head)
    if xml := XML_LABEL.match(head):
        labels.insert(0, xml[1])
    for label in labels:
        name = codec_of(label.decode("ascii", "ignore"))
        if name is not None and not name.startswith("utf-16"):
            yield name


def codec_of(label: str) -> str | None:
    """Name of the text codec that `label` means, if Python has it."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = ALIASES.get(name, name)
    return name if name in KNOWN else None
