"""The form of what is pushed into a text: runs of short phrases, around lines or between them."""

from __future__ import annotations

import math
import re
from functools import cache

from portal_spider.extract.spam.phrases import OFFICIAL
from portal_spider.extract.spam.words import families

_MARK = r"\s*[,，、;；|｜_\-—/／\\·・•~～+=\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+\s*"
MARK = re.compile(rf"{_MARK}|\s+")
"""Between the phrases of a run; what sentences and labels need besides is in none."""
_WORD = (
    r"[^\s,，、;；|｜_\-—/／\\·・•~～+=\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
    r"。：:！？!?（）()“”《》【】\[\]]"
)
RUN = re.compile(
    rf"(?:{_MARK})?+{_WORD}{{2,20}}+(?:(?:{_MARK}|\s+){_WORD}{{2,16}}+){{0,11}}[^\w。！？；：”]{{0,2}}"
)
"""A line of up to twelve phrases."""
_TAIL = re.compile(
    rf"[”’）]?(?P<run>\s*{_WORD}{{2,20}}+(?:(?:{_MARK}|\s+){_WORD}{{2,16}}+){{0,11}})$"
)
STOPS = "。！？"
HEAD_MARK = re.compile(r"[_|\-—]")
"""Between a headline and what was put beside it."""
ALIEN = 0.75
"""Share of a phrase's pairs of characters that the page has not, if it is not of it."""
NUMBERED = re.compile(
    r"[\d一二三四五六七八九十]+\s*[.、．]|第[\d一二三四五六七八九十]+[条章节届期批次轮号]"
    r"|附件|[年月日]\s*\d|20\d\d(?!$)"
)
"""Lines that are counted or dated."""
FOREIGN_MARK = re.compile(r"(?<!\d)[\-/~]|[,_|;+=\u2190-\u2bff\U0001f000-\U0001faff]")
"""What Chinese prose has no use for."""
ODD = re.compile(r"[\-/~,_|;+=\u2190-\u2bff\U0001f000-\U0001faffA-Za-z\d]")
"""What a line holds that has a foreign mark or a brand, and few others do."""
_CODE = re.compile("[A-Za-z\\d]{2}")
_BRAND = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?!(?:app|qq|pc|vip|ktv|pdf|pos|spa|cad|gdp|ppt|pvc|led|gps|wifi|http|www|abs|etc|ceo|bim|dna|usb|mba|cpi|ppi|logo|[a-z])(?![a-z]))"
    r"(?:[a-z]{2,8}\d{0,4}|[a-z]{1,3}\d{1,4}|(?!19|20)\d{3,4}[a-z]{0,3}(?!$))(?=官|入口|登|手机|下载|平台|网|在线|线路|备用|娱乐|体育|注册|地址|app|客户|首页|版|试玩|开户|直播|投注|代理|$)",
    re.IGNORECASE,
)
"""A name as advertisers make them: Chinese, a code in letters or digits, what is to be had."""
FORMAL = re.compile(
    "筑牢|谱写|弘扬|传承|强化|凝聚|提升|推动|促进|深化|聚焦|践行|奋进|夯实|守护|共建|共筑|携手|振兴|攻坚|创新|统筹|协调|完善"
    "|优化|提高|培育|为民|群众|民生|党|国家|书记|主任|科长|处长|院士|专业|技术|工程|系统|产业|农业|项目|课题|总局|研究"
    "|业务|政策|指导|咨询|预约|缴费|考试|招聘|录取|成绩|标准|质量|环保|卫生|健康|防控|资源|职业|技能|培训|社区|街道|出席|主持|办理|投票|申请|联动|税收"
)
"""Words of authorities beside those of `OFFICIAL`: of slogans, offices and services."""
THING = re.compile(
    "(?:[员工师仪机器室馆店园区场社酒茶票泵灯床刀鱼龟虾菇螺蚁岗队长局科处厅部会赛展项街路村桥楼院厂矿站港库]|办理|登记|认证|证明|领用|换发|服务|开发|接口|页面|平台"
    "|讲座|比赛|剧场|花园|公寓|贷款?|基站|模型|展厅|[人选骑歌选]手|主播|专员|运营|游戏|机制|落户|发展|出海|随还|两小时|三年|强国"
    "|流程|指南|须知|步骤|要求|条件|材料|时间|地点|方式|原因|怎么办|吗|是什么|有哪些|开幕|闭幕|落幕|启动|揭牌|开赛|邀请赛|划定|夹带.*)$"
)
"""How the names end that authorities list: of people, places, goods and matters."""


def tail_of(text: str) -> tuple[int, int] | None:
    """Where a text has a run behind its last sentence."""
    end = max(map(text.rfind, STOPS)) + 1
    found = _TAIL.match(text, end) if end else None
    return found.span("run") if found else None


def phrases_of(text: str) -> list[str]:
    """The phrases of a run; numbers are none."""
    return [phrase for phrase in MARK.split(text) if phrase and not phrase.isdigit()]


def is_branded(text: str) -> bool:
    """Holds a text a name as advertisers make them?"""
    return _CODE.search(text) is not None and _BRAND.search(text) is not None


def is_formal(phrase: str) -> bool:
    """Does a phrase hold a word of authorities?"""
    return OFFICIAL.search(phrase) is not None or FORMAL.search(phrase) is not None


@cache
def _matters() -> re.Pattern[str]:
    """What authorities write of the trades' matters."""
    words = {word for family in families() for word in family.topic if len(word) > 3}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def is_of_authorities(phrase: str) -> bool:
    """Does a phrase name a trade's matter as authorities name it: 体育彩票, 网络游戏?"""
    return _matters().search(phrase) is not None


def sureness(evidence: float) -> float:
    """Evidence as a score, 0 to 1."""
    return round(1 - math.exp(-evidence), 3)
