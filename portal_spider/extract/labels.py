"""The labels of portals' lines, and a line read as pairs of label and value.

`发布时间：2024-03-01 来 源：市政府办 浏览次数：` are three pairs. Labels are written with spaces
between their characters, values stand in brackets or run into the next label; where a value ends
is told by the next label, so that labels of no interest (字体, 浏览次数) are known here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

PUBLISHED = "published"
CHANGED = "changed"
SOURCE = "source"
ISSUER = "issuer"
BYLINE = "byline"
WIDGET = "widget"
POLICY = "policy"
"""What a label's value is of, as `Pair.field`. `CHANGED` dates count where no other does."""

LABELS: dict[str, str] = {
    PUBLISHED: """
        发布时间 发布日期 发布于 时间 日期 发表时间 发表日期 发表于 发稿时间 发稿日期 上载日期
        上载时间 上传时间 上传日期 公开日期 公开时间 公布日期 公布时间 信息时间 信息日期 稿件时间
        Time Date Published PublishTime
        录入时间 录入日期 添加时间 添加日期 文章时间 新闻时间 提交时间 创建时间 發佈時間 發布時間
        發布日期 發佈日期 時間 加入时间 刊发时间 刊登时间 登载时间 开始日期
        信息提供日期 信息提供时间
    """,
    CHANGED: """
        Updated Modified 最近更新于 最后更新于
        更新于 修订日期 修訂日期 覆检日期
        更新时间 更新日期 修改时间 最后更新 生成日期 生成时间 制作时间 更新 修改日期 更新時間
        最後更新 最後更新日期 最後更新時間 最后更新时间 最后更新日期 覆檢日期 修改時間
    """,
    SOURCE: """
        来源 信息来源 文章来源 新闻来源 稿件来源 内容来源 转载来源 来自 出处 文章出处 稿源 來源
        Source From 本文来源 原文来源
        信息提供 供稿单位 供稿部门 发稿单位 报送单位 來自 信息出处 综合自 文章综合自 转自 转载自
        来源于 信息来源于
        转贴自 转载于 转发自 摘编自 摘自 原载 综合 文章转自 转载 投稿部门 投稿单位 撰稿单位
        撰稿部门 供稿科室 报送部门
        来稿单位 来源部门 来源单位 来源机构 来源处室 来源科室 信息来源部门 信息来源单位
        发布来源 消息来源 消息來源 资料来源 資料來源
        新聞來源 信息來源 文章來源 稿件來源 發布來源
    """,
    ISSUER: """
        发布机构 发布部门 发布单位 发布者 发布人 发布机关 发布方 发布科室 发布处室 发布
        發布單位 發佈單位 發布機構 發佈機構 發布機關 發佈機關 發布者 發佈者 發布人 發佈人 發布部門
        信息发布 信息发布人 信息发布者 信息发布单位 信息发布部门 信息发布机构
        公告单位 张贴单位 刊登单位 公告單位 張貼單位 刊登單位
    """,
    BYLINE: """
        Author Editor 作者 编辑 责编 记者 通讯员 撰稿 撰稿人 撰文 采写 采访 采编 摄影 摄影记者 供稿
        供稿人 审核 审核人 校对 监制 初审 复审 终审 一审 二审 三审 一校 二校 三校 初校 复校 终校
        编审 编校 审校 审签 签发 签发人 副总编辑 主编 策划 统筹 原作者 文章作者 信息员 录入 录入员
        录入人 录入者 文章录入 信息录入 发稿人 上稿人 编辑人 投稿人 投稿 文/图 图/文 文图 图文 文 图
        文字 图片 摄 摄像 视频 制图 绘图 设计 翻译 配音 剪辑 播音 见习记者 实习记者 实习生 特约记者
        特约通讯员 全媒体记者 融媒体记者 本报记者 本网记者 通讯员供图 值班主任 值班总编 审稿 审稿人
        审读 拟稿 拟稿人 核稿 起草人 美编 排版 技术 采寫 攝影 編輯 責任編輯 記者 通訊員 審核 校對
        撰稿人员 文案 编导 导演 制作 责编审 页面编辑 责任人 图片来源 供图 初审人 复审人 终审人
        信息审核 审定 审定人 审批人 报送人 供稿者 上传者 上传人 整理 编译 作者单位 执笔 执笔人 拍摄
        出品 出品人 主播 美术编辑 采编人员 采写人员 上传 校审 校核 审发 审读人
    """,
    WIDGET: """
        Views Hits Clicks Font
        浏览次数 浏览量 浏览 浏览数 点击量 点击数 点击率 点击 点击次数 访问量 访问次数 访问 阅读次数
        阅读量 阅读 阅读数 查看次数 查看 人气 次数 字体 字号 字体大小 字号大小 文字大小 大小 分享到
        分享至 分享 打印 视力保护色 保护视力色 背景颜色 背景色 收藏 评论 朗读 字體 訪問量 瀏覽次數
        點擊數 打印本页 关闭窗口 扫一扫 发布时效 阅读人次 浏览人次 点击人次 访问人次 双击滚屏
        选择字号 已阅 已阅读 下载次数 下载量 类型 浏览人数 阅读人数 点击人数 阅览次数 查看数 热度
        点阅数 点阅次数 点阅率 点阅 点阅人次 點閱數 點閱次數 點閱率 點閱 點閱人次
        點擊次數 點擊率 瀏覽人次 瀏覽人數 瀏覽數 瀏覽 人氣 字級
    """,
    POLICY: """
        索引号 信息索引 索取号 索引编号 信息名称 名称 标题 文件名称 文件标题 发文机关 发文机构
        发文单位 制发机关 文号 发文字号 文件编号 文件号 发文号 文件字号 公文字号 成文日期 成文时间
        发文日期 发文时间 产生日期 印发日期 形成日期 制发日期 生效日期 生效时间 实施日期 施行日期
        废止日期 废止时间 失效日期 失效时间 有效性 时效 时效性 效力状态 文件状态 是否有效 有效期
        有效期限 主题分类 信息分类 信息类别 组配分类 公文目录 分类 所属分类 体裁分类 体裁
        服务对象分类 服务对象 主题词 关键词 关键字 公开方式 公开类别 公开属性 公开范围 公开时限
        公开形式 公开程序 公开主体 公开责任部门 内容概述 内容摘要 概述 摘要 公文种类 文种 文件类型
        文件分类 文件类别 信息生成日期 统一登记号 统一编号 规范性文件登记号 登记号 责任部门 主办单位
        载体类型 记录形式 信息格式 语种 备注 公文类型 发布文号 法规文号 信息文号 文件文号 主题类别
        主题 栏目分类 所属主题 所属机构 所属单位 公开事项 公开目录 目录编号 解读 政策状态 状态
        信息标题 信息所属单位 签发日期 编号
        信息索引号 信息编号 公文编号 公文号 公文名称 公文标题 法规名称 题名 发文部门 制定机关
        公开机构 公开单位 公开部门 起草单位 联合发文单位 联合发文 印发时间 形成时间 拟稿日期
        登记日期 档案号 规范性文件编号 三统一编号 文件登记号 执行日期 终止日期 有效期至 文件有效性
        信息有效性 时效状态 效力 文件效力 类别 公文体裁 文件种类 政策类型 政策类别 行业分类 领域分类
        业务分类 事项分类 目录分类 所属栏目 所属类别 公开类型 公开期限 内容简介 信息状态 发布状态
        发布层级 发布级别 文件层级 政策级别 适用对象 适用区域 所属地区 目录名称 信息公开目录
    """,
}
"""Labels by what they say, between white space."""

_ALONE_ONLY = """
    主办单位 主题 体裁 作者 供稿 公开事项 关键词 出处 分享 分类 制作 原载 名称 图 图文 图片 备注
    大小 审定 审核 导演 已阅 开始日期 打印 技术 投稿 摄 摄影 摘要 收藏 整理 文 文字 日期 时效
    时间 時間 有效期 朗读 来源 来自 查看 标题 校对 概述 次数 浏览 点击 状态 登记号 策划 类型
    效力 类别 题名 统筹 综合 编号 编辑 翻译 视频 解读 记者 设计 访问 评论 语种 责任人 责任部门 转载
    执笔 拍摄 出品 上传 来源于 更新于 采访 阅读 更新 发布 点阅 瀏覽 點閱 热度
"""
ALONE_ONLY = frozenset(_ALONE_ONLY.split())
"""Labels that are parts of other words: they count only where no Chinese character precedes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label with the value that follows it in its line."""

    label: str
    """As shown, without the spaces between its characters."""
    value: str
    field: str
    """What the value is of: `PUBLISHED`, `SOURCE`, …"""
    start: int
    """Where the label begins in the line."""
    end: int
    """Where the value ends."""


_DESKS = """
    责任 值班 本期 网络 新媒体 文字 图片 图文 微信 初审 复审 终审 执行 见习 实习 审核 栏目 版面 网站
    视频 技术 内容 副 总 首席 特约 轮值
"""
_WORKS = """
    编辑 主编 编委 编审 校对 审校 审核 监制 策划 统筹 值班 美编 摄影 摄像 拍摄 剪辑 撰稿 执笔 文案
    出品 设计 制作 领导
"""
_ROUNDS = "一 二 三 初 复 终"
_WHOSE = "本报 本网 本台 本刊 本站 见习 实习 特约 首席 全媒体 融媒体"
FIELDS = {
    **{whose + who: BYLINE for whose in _WHOSE.split() for who in ("记者", "通讯员")},
    **{desk + work: BYLINE for desk in _DESKS.split() for work in _WORKS.split()},
    **{f"{no}审{no}校": BYLINE for no in _ROUNDS.split()},
    **{label: name for name, labels in reversed(LABELS.items()) for label in labels.split()},
}
"""What each label is of; those who edit have labels made of desk and work: 值班编辑, 审核领导."""
LONGEST = max(map(len, FIELDS))
LAST_CHARACTERS = frozenset(label[-1] for label in FIELDS)
TEXT_LABEL = re.compile(
    r"(?:信息|公告|公示|通知|新[闻聞]|文章|[详詳][细細]|具[体體])?(?:[内內]\s*容|正\s*文)\s*[:：]?"
)
"""What stands beside the text itself where a form shows it, in the cell to its right."""
MARK = re.compile(r"[:：丨｜|∶︰﹕]")
CLOSING = re.compile(r"[】〗］|｜丨【〖［]|[\]〕](?!第?\d{1,4}号)|\[(?!(?:19|20)\d\d)")
"""Where a value ends before the next label: a bracket closes, the next one opens."""
SEAM = "\x1f"
"""Put where one inline element ends and the next begins; white space to all that reads lines."""
DATED = "发布"
"""A label whose value is a day as often as a name."""
WORD_BEFORE = re.compile(r"\S\s{1,6}([\u3400-\u9fff]{2})\Z")
LATIN_LABEL = re.compile(r"[A-Z][A-Za-z]{2,12}\s{0,2}\Z")
EDGES = " \t\u3000\xa0\x1f,，;；[［【（(〔〖|｜丨"
MIN_RUN = 2
"""Characters of a value that may run into the next label."""
SHORT = 500
"""Characters of a line whose pairs are remembered for a while."""
MAX_PAIRS = 1_000
"""Pairs that are read of a line; nobody writes so many."""
SPREAD = 6
"""Spaces that may stand between two characters of a label."""


def read_pairs(line: str) -> list[Pair]:
    """The pairs of label and value in a line, in order; empty where it has no known label.

    Looks back from each mark, so that a line without a colon costs next to nothing.
    """
    return list(_pairs_of_short(line) if len(line) <= SHORT else _pairs_of(line))


def _pairs_of(line: str) -> tuple[Pair, ...]:
    found: list[tuple[str, int, int]] = []
    after = 0
    for mark in MARK.finditer(line):
        label, start = label_before(line, mark.start(), after)
        if label is None and found:
            label, start = label_run_into(line, mark.start(), after)
        if label is not None:
            found.append((label, start, mark.end()))
            after = mark.end()
            if len(found) > MAX_PAIRS:
                break
    pairs = []
    for index, (label, start, begin) in enumerate(found[:MAX_PAIRS]):
        limit = found[index + 1][1] if index + 1 < len(found) else len(line)
        closing = CLOSING.search(line, begin, limit) if begin < limit else None
        end = closing.start() if closing and line[begin : closing.start()].strip() else limit
        value = line[begin:end].strip(EDGES)
        name = PUBLISHED if label == DATED and value[:2].isdigit() else FIELDS[label]
        pairs.append(Pair(label=label, value=value, field=name, start=start, end=end))
    return tuple(pairs)


_pairs_of_short = lru_cache(maxsize=256)(_pairs_of)
"""Title, header and text ask for the pairs of the same lines of a page."""


def label_before(line: str, end: int, floor: int = 0) -> tuple[str | None, int]:
    """The longest label that ends at `end` and begins at `floor` or later, and where it begins."""
    near = line[max(floor, end - SPREAD - 1) : end].rstrip()
    if near[-1:] not in LAST_CHARACTERS:
        return None, end  # as before most marks: those of a time, of a sentence
    chars = ""
    best: str | None = None
    best_start = end
    best_apart = False
    at = end
    gap = 0
    while at > floor and len(chars) < LONGEST and gap <= SPREAD:
        at -= 1
        char = line[at]
        if char.isspace():
            gap += 1
            continue
        gap = 0
        chars = char + chars
        if chars not in FIELDS:
            continue
        inside = is_inside_word(line, at, floor)
        if inside and (chars in ALONE_ONLY or best_apart):
            continue  # in 青云发布 时间： the label is 时间
        best, best_start = chars, at
        best_apart = not inside and at > floor and line[at - 1].isspace()
    if best is not None and not best.isascii():
        best_start = before_latin(line, best_start, floor)
    return best, best_start


def before_latin(line: str, start: int, floor: int) -> int:
    """Where a label begins that stands in English, too: Source 来源：."""
    word = LATIN_LABEL.search(line, floor, start)
    return word.start() if word and word[0].strip() in FIELDS else start


def label_run_into(line: str, end: int, floor: int) -> tuple[str | None, int]:
    """The label before `end` of a line that has others, where a value runs right into it.

    来源：县报时间：2024-03-01, 来源：县报阅读：12, 来源：县报编辑：张三.
    """
    following = line[end + 1 : end + 3].strip()
    for size in (3, 2):
        start = end - size
        label = line[start:end]
        if start - floor < MIN_RUN or label not in ALONE_ONLY or label not in FIELDS:
            continue
        numbered = FIELDS[label] in (PUBLISHED, WIDGET)
        if not numbered or not following or following[0].isdigit() or following[0] in "-—":
            spread = WORD_BEFORE.search(line, floor, start)  # 县报 上线时间：
            return label, spread.start(1) if numbered and spread else start
    return None, end


def is_inside_word(line: str, at: int, floor: int) -> bool:
    """Does a Chinese character stand right before `at`? That of a date, 1日 or 30分, does not."""
    if at <= floor or not "\u3400" <= line[at - 1] <= "\u9fff":
        return False
    return not (line[at - 1] in "日号时分秒" and at > 1 and line[at - 2].isdigit())
