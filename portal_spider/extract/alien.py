"""Lines and links pushed into a text, told by shape and place, whatever they advertise.

The lexicon knows many words and never all. What every injection shares is that it is not of the
page: a run of short phrases between paragraphs of sentences, of whose pairs of characters the page
has none, behind marks that the page does not use, in an element that lacks what its siblings have;
or a link inside the text to a host that the page names nowhere else, of which 420 real articles
have none. Each sign is evidence, and so is the trades' common vocabulary, by kind. None decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portal_spider.extract.phrases import (
    DECIDES,
    FUNCTION,
    OFFICIAL,
    PHRASE,
    PROSE_CHARS,
    is_prose,
)
from portal_spider.extract.spam_words import folded

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from portal_spider.extract.document import Anchor, Block, Document

_MARK = r"\s*[,，、;；|｜_\-—/／\\·・•~～+=\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+\s*"
MARK = re.compile(rf"{_MARK}|\s+")
"""Between the phrases of a run; what sentences and labels need besides is in none."""
_WORD = (
    r"[^\s,，、;；|｜_\-—/／\\·・•~～+=\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
    r"。：:！？!?（）()“”《》【】\[\]]"
)
RUN = re.compile(
    rf"(?:{_MARK})?+{_WORD}{{2,16}}+(?:(?:{_MARK}|\s+){_WORD}{{2,16}}+){{1,11}}[^\w。！？；：”]{{0,2}}"
)
"""A line of two to twelve phrases."""
TAIL = re.compile(
    rf"[。！？”](?P<run>\s*{_WORD}{{2,16}}+(?:(?:{_MARK}|\s+){_WORD}{{2,16}}+){{1,11}})$"
)
"""A run where a sentence is over."""
HEAD = re.compile(
    rf"(?P<run>{_WORD}{{2,16}}+(?:[_|\-—,]{_WORD}{{2,16}}+){{0,4}}[_|\-—])(?P<rest>.{{6,}})"
)
"""A run before a headline."""
NUMBERED = re.compile(r"[\d一二三四五六七八九十]+\s*[.、．]|第|附件|[年月日]\s*\d|20\d\d")
FOREIGN_MARK = re.compile(r"[,_|\-/;+=~\u2190-\u2bff\U0001f000-\U0001faff]")
"""What Chinese prose has no use for."""
HAN = re.compile("[\u3400-\u9fff]")
FORMAL = re.compile(
    "筑牢|谱写|弘扬|传承|强化|凝聚|提升|推动|促进|深化|聚焦|践行|奋进|夯实|守护|共建|共筑|携手|振兴|攻坚|创新|统筹|协调|完善"
    "|优化|提高|培育|为民|群众|民生|党|国家|书记|主任|科长|处长|院士|专业|技术|工程|系统|产业|农业|项目|课题|总局|研究"
    "|业务|政策|指导|咨询|预约|缴费|考试|招聘|录取|成绩|标准|质量|环保|卫生|健康|防控|资源|职业|技能|培训|社区|街道|出席|主持"
)
"""Words of authorities beside those of `OFFICIAL`: of slogans, offices and services."""
THING = re.compile(
    "(?:[员工师仪机器室馆店园区场社酒茶票泵灯床刀鱼龟虾菇螺蚁岗队长局科处厅部会赛展项街路村桥楼院厂矿站港库]|办理|登记|认证|证明|领用|换发|服务|开发|接口|页面|平台"
    "|讲座|比赛|剧场|花园|公寓|贷款?|基站|模型|展厅|[人选骑歌选]手|主播|专员|运营|游戏|机制|落户|发展|出海|随还|两小时|三年|强国)$"
)
"""How the names end that authorities list: of people, places, goods and matters."""
KINDS: tuple[re.Pattern[str], ...] = tuple(
    map(
        re.compile,
        (
            "娱乐|彩|棋牌|投注|赌|博|电竞|电玩|滚球|开奖|体育|国际|游戏|比分|澳门|足球",
            "官网|入口|登[录陆]|注册|网址|平台|网站|首页|导航|备用|开户|代理",
            "app|下载|客户端|手机版|安卓|ios|软件|破解|最新版|正版|官方",
            "视频|观看|在线|播放|高清|影[院视音]|直播|电影|漫|免费|码|字幕|国产|欧美|日韩|亚洲",
            "上门|小姐|小妹|美女|[少人]妇|包夜|模特|按摩|喝茶|外围|约|同城|妹|成人|色|女|性|私密|裸",
            "代[办开考写做发充练]|办证|毕业证|[学文]凭|驾驶?证|身份证|发票|刻章|公章|定做|高仿|学历|证件|包[过拿]|离婚证|结婚证",
            "贷|套现|借[钱款]|口子|额度|秒[批到下放]|垫资|提现|征信|日结|兼职|副业|赚|放款|白条|花呗|刷卡|pos",
            "批发|价格|多少钱|哪家好|厂家|减肥|增高|香烟|迷|仿真|枪|丸|正品|专卖|专科|电话|追债|侦探|加盟|粉",
            "私服|sf|外挂|传奇|变态|微变|开服|发布|辅助|脚本|金币|手游|挂机|复古|透视|gm",
            "微信|vx|qq|电报|telegram|飞机群|联系方式|客服|群",
            r"[\u4e00-\u9fff][a-z]{1,6}\d*|(?<![\u4e00-\u9fffa-z])(?:ag|bb|mg|pt|pg|av|bet|sm|xx|im|bob)|[\u4e00-\u9fff]\d{2,4}(?!\d|[年月日个人万元名届期])",
        ),
    )
)
"""What these trades have in common; authorities write each of them too."""
ODD_HOST = re.compile(
    r"\d{3}|\.(?:top|xyz|vip|cc|icu|club|live|bet|win|site|online|shop|tk|pw|example)$"
)
"""Hosts that are registered by the thousand."""
HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@]*@)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
INVITES = re.compile(
    r"[：:]\s*$|网址|登录|官网|链接|点击|详见|查看|扫码|下载|来源|作者|访问|原文|转自|通过|进入|报名|平台"
)
"""Before a link that the writer gives."""
CITES = re.compile(
    r"[网报台站社厅部省市区县局委会院校馆院]$|新闻|日报|电视|大学|公司|中心|系统|平台$|附件|点击|查看|原文|详[见情]|https?:|www|\.c(?:n|om)"
)
"""The text of such a link."""
OWN_HOSTS = (".gov.cn", ".edu.cn", ".org.cn", ".ac.cn", ".mil.cn")
TRAIL = re.compile("位置|首\\s*页.{0,8}[>＞»›]")
"""Lines of a breadcrumb."""

SHORTEST, LONGEST_LINE, HOST_CHARS = 6, 140, 60
ENDS = "。！？；：）”"
"""What paragraphs end in."""
NEAR = 12
"""Siblings of an element that are looked at."""
MOST_CANDIDATES, MOST_LINKS = 60, 300
THREE, FOUR, STRANGE, FOREIGN, MARKS_DIFFER = 0.5, 0.25, 0.5, 0.5, 0.25
KIND, FURTHER_KIND, MOST_KINDS = 0.5, 0.25, 1.25
BETWEEN, UNDRESSED, AFTER_END, NOT_IN_TITLE = 0.25, 0.75, 0.5, 0.75
LEAVES, ODD, ALONE = 1.0, 0.5, 0.25
IS_FORMAL, HAS_FUNCTION, EVEN = -1.5, -0.5, -0.5
PLAIN, KNOWN_HACKED = 0.75, 0.75
"""What more is needed without mark-up that speaks for it, and what less on a hacked page."""
MOST_THINGS, FEWEST_KINDS = 0.3, 0.5
"""Share of a run's phrases that may be names of things; and that must be of the trades."""
ALIEN = 0.75


class Alien(NamedTuple):
    """Something that is not of the page: a stretch of a line, and how sure that is, 0 to 1."""

    block: Block
    start: int
    end: int
    rule: str
    score: float


class Aliens:
    """Weighs lines and links of one page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.host = urlsplit(document.url).hostname or ""
        self.hacked = False
        """Whether the page is known to carry advertising in its text: more of it is likely."""
        self._text: str | None = None
        self._prose: set[int] | None = None

    def lines(self) -> Iterator[Alien]:
        """Runs of phrases in the text that are not of the page."""
        left = MOST_CANDIDATES
        for index, block in enumerate(self.document.blocks):
            text = block.text
            size = len(text)
            if size < SHORTEST or block.hidden or block.removal or block.linked * 2 > size:
                continue
            if size <= LONGEST_LINE and left and RUN.fullmatch(text):
                left -= 1
                if (score := self._weigh_line(index, block)) >= DECIDES:
                    yield Alien(block, 0, size, "alien_run", _sureness(score))
                    continue
            if block.box.level:
                if found := self._headline(block):
                    yield found
            elif size >= PROSE_CHARS and text[-1] not in ENDS and (found := self._tail(block)):
                yield found

    def links(self) -> Iterator[tuple[Anchor, float]]:
        """Links in the text, or in the breadcrumb, that lead where no writer would lead to."""
        blocks = self.document.blocks
        left = MOST_LINKS
        for anchor in self.document.anchors:
            href = anchor.href
            if "//" not in href or self.host in href[:HOST_CHARS]:
                continue
            host = _host(href)
            if host is None or anchor.block >= len(blocks) or not self._is_elsewhere(host):
                continue
            if not left:
                return
            left -= 1
            block = blocks[anchor.block]
            if block.hidden is not None or block.removal is not None:
                continue
            trail = TRAIL.search(block.text, 0, LONGEST_LINE) is not None
            if not trail and not self.in_text(block):
                continue
            if (score := self._weigh_link(anchor, block, host, trail=trail)) >= DECIDES:
                yield anchor, _sureness(score)

    def _weigh_link(self, anchor: Anchor, block: Block, host: str, *, trail: bool) -> float:
        """The evidence that a link is not of the page."""
        text = anchor.text
        if not 2 <= len(text) <= PHRASE or not HAN.search(text):
            return 0.0
        label = TRAIL.search(block.text) if trail else None
        if label and text in block.text[: label.start()]:
            return DECIDES + LEAVES  # nothing stands before a breadcrumb's label
        odd = ODD_HOST.search(host) is not None
        if _is_formal(text) or (CITES.search(text) and not (odd and self._kinds(text))):
            return 0.0
        before = block.text.partition(text)[0]
        if not trail and INVITES.search(before[-12:]):
            return 0.0
        evidence = LEAVES + (ODD if odd else 0.0)
        evidence += ALONE if not trail and len(text) == len(block.text) else 0.0
        evidence += ODD if trail else 0.0
        if self._strangeness(text) >= ALIEN:
            evidence += STRANGE
        return evidence + min(self._kinds(text), KIND)

    def _tail(self, block: Block) -> Alien | None:
        """A run behind the last sentence of a paragraph."""
        text = block.text
        run = TAIL.search(text, max(0, len(text) - LONGEST_LINE))
        if run is None or not FOREIGN_MARK.search(run["run"]):
            return None
        score = AFTER_END + self._weigh_run(run["run"], dressed=True)
        if score < DECIDES:
            return None
        return Alien(block, *run.span("run"), "alien_run_in_line", _sureness(score))

    def _headline(self, block: Block) -> Alien | None:
        """A run before a headline that the page's tags state without it."""
        run = HEAD.match(block.text)
        tags = [
            self.document.title_tag,
            *map(self.document.metas.get, ("articletitle", "og:title")),
        ]
        if not run or OFFICIAL.search(run["run"]) or NUMBERED.search(run["run"]):
            return None
        phrases = run["run"].rstrip("_|-—")
        stated = [tag for tag in tags if tag and run["rest"].strip() in tag and phrases not in tag]
        if not stated or self._strangeness(phrases) < ALIEN:
            return None
        score = _sureness(NOT_IN_TITLE + STRANGE + FOREIGN)
        return Alien(block, 0, run.end("run"), "alien_run_in_line", score)

    def _weigh_line(self, index: int, block: Block) -> float:
        """The evidence that a line is not of the page."""
        if block.box.tag in ("td", "th", "li") or not _may_advertise(block.text):
            return 0.0
        if not self.in_text(block):
            return 0.0
        undressed = self._dressing(block)
        evidence = UNDRESSED if undressed else 0.0
        blocks = self.document.blocks
        around = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
        if any(is_prose(near.text) for near in around):
            evidence += BETWEEN
        if index and blocks[index - 1].text.endswith(("：", ":")):
            evidence += IS_FORMAL
        return evidence + self._weigh_run(block.text, dressed=not undressed)

    def _weigh_run(self, text: str, *, dressed: bool) -> float:
        """The evidence of a run itself."""
        if not _may_advertise(text) or self._strangeness(text) < ALIEN:
            return 0.0
        phrases = _phrases(text)
        formal = sum(map(_is_formal, phrases))
        evidence = (
            STRANGE + (THREE if len(phrases) >= 3 else 0) + (FOUR if len(phrases) >= 4 else 0)
        )
        kinds = self._kinds(text)
        if FOREIGN_MARK.search(text):
            evidence += FOREIGN + (MARKS_DIFFER if "," not in self._plain() else 0.0)
        evidence += KNOWN_HACKED if self.hacked else 0.0
        evidence += IS_FORMAL * formal * 2 / len(phrases)
        spoken = sum(bool(FUNCTION.search(p.replace("在线", ""))) for p in phrases)
        evidence += HAS_FUNCTION * spoken
        if len({len(phrase) for phrase in phrases}) == 1 and not kinds:
            evidence += EVEN
        if not dressed:
            return evidence + kinds
        things = sum(THING.search(phrase) is not None for phrase in phrases)
        trades = sum(self._kinds(phrase) > 0 for phrase in phrases)
        if things > MOST_THINGS * len(phrases) or trades < FEWEST_KINDS * len(phrases):
            return 0.0
        return evidence + kinds - PLAIN

    def _kinds(self, text: str) -> float:
        """The evidence of the trades' common vocabulary."""
        low = folded(text)
        kinds = sum(pattern.search(low) is not None for pattern in KINDS)
        return min(KIND + FURTHER_KIND * (kinds - 1), MOST_KINDS) if kinds else 0.0

    def _strangeness(self, text: str) -> float:
        """Share of a text's pairs of characters that the page has nowhere else."""
        plain = self._plain()
        low = MARK.sub(" ", folded(text))
        pairs = {low[i : i + 2] for i in range(len(low) - 1) if " " not in low[i : i + 2]}
        return sum(pair not in plain for pair in pairs) / len(pairs) if pairs else 0.0

    def _plain(self) -> str:
        """The page's sentences and headlines, which speak for it."""
        if self._text is None:
            lines = [
                _without_run(block)
                for block in self.document.blocks
                if block.hidden is None and (block.box.level or is_prose(block.text))
            ]
            self._text = folded("\n".join(lines))
        return self._text

    def in_text(self, block: Block) -> bool:
        """Does a line stand where sentences stand: in their element, or in a sibling of it?"""
        if self._prose is None:
            self._prose = set()
            for other in self.document.blocks:
                if (
                    other.hidden is None
                    and other.linked * 2 <= len(other.text)
                    and is_prose(other.text)
                ):
                    self._prose.add(id(other.box))
                    if other.box.tag in ("p", "div", "section", "span"):
                        self._prose.add(id(other.box.parent))
        return id(block.box) in self._prose or id(block.box.parent) in self._prose

    def _dressing(self, block: Block) -> bool:
        """Does a line lack the mark-up or the indent that the paragraphs around it have?"""
        element = block.box.element
        parent = element.getparent()
        if parent is None or block.box.tag not in ("p", "div"):
            return False
        others = [other for other in _near(element) if len("".join(other.itertext())) > 24]
        if len(others) < 3:
            return False
        most = 0.8 * len(others)
        if not _is_dressed(element) and sum(map(_is_dressed, others)) >= most:
            return True
        return not _is_indented(element) and sum(map(_is_indented, others)) >= most

    def _is_elsewhere(self, host: str) -> bool:
        own = ".".join(self.host.split(".")[-2:])
        return not host.endswith((self.host or own, own, *OWN_HOSTS))


def _without_run(block: Block) -> str:
    """A line without what may have been put before or behind it."""
    if block.box.level:
        run = HEAD.match(block.text)
        return run["rest"] if run else block.text
    return block.text if block.text[-1] in ENDS else TAIL.sub("。", block.text)


def _phrases(text: str) -> list[str]:
    return [phrase for phrase in MARK.split(text) if phrase]


def _is_formal(phrase: str) -> bool:
    """Does a phrase hold a word of authorities?"""
    return OFFICIAL.search(phrase) is not None or FORMAL.search(phrase) is not None


def _may_advertise(text: str) -> bool:
    """Is a run neither a list of names, nor numbered, nor mostly of words of authorities?"""
    phrases = _phrases(text)
    long = sum(len(phrase) >= 4 for phrase in phrases)
    if len(phrases) < 2 or long * 2 < len(phrases) or NUMBERED.search(text):
        return False
    return sum(map(_is_formal, phrases)) * 2 <= len(phrases)


def _sureness(evidence: float) -> float:
    return round(1 - math.exp(-evidence), 3)


def _host(href: str) -> str | None:
    found = HOST.match(href)
    return found[1].lower() if found else None


def _near(element: Element) -> list[Element]:
    """The nearest siblings on both sides."""
    found: list[Element] = []
    for preceding in (True, False):
        for count, other in enumerate(element.itersiblings(preceding=preceding)):
            if count == NEAR:
                break
            if other.tag == element.tag:
                found.append(other)
    return found


def _is_dressed(element: Element) -> bool:
    """Has an element attributes, or elements around its text?"""
    return bool(element.attrib) or any(child.tag in ("span", "font", "o:p") for child in element)


def _is_indented(element: Element) -> bool:
    """Does a paragraph begin with the spaces that indent it?"""
    text = "".join(element.itertext()).lstrip("\r\n\t ")
    return text[:1] in ("\u3000", "\xa0", "\u2003", "\u2002")
