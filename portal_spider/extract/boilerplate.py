"""Lines that every portal has around an article, told by what they say.

Only short lines are asked, and each question is one compiled pattern. A rule's name is what
`Removal.rule` says.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_CHARS = 220
"""A line of the frame is shorter; footers that run all their lines together come near."""
MAX_WIDGET_CHARS = 90

FOOTER = re.compile(
    r"版权所有|版權所有|ICP[备備证證]|icp[备備证證]|网安备|网警备|标识码\s*[:：]?\s*(?:bm)?\d|[Cc]opyright"
    r"|COPYRIGHT"
    r"|©\s*\d|分辨率|解析度|IE\d|即将离开|All [Rr]ights|ALL RIGHTS|政务服务(?:热线|便民热线)"
    r"|技术支持\s?[:：]\s?[\u3400-\u9fff]{4,16}公司\W*$"
    r"|最佳(?:浏览|效果)|主办(?:$|\s{1,4}[\u3400-\u9fff]{2,24}(?:承办|协办|维护|制作|技术支持|建设|管理))"
)
"""Who runs the site, under which registrations, how to see it: a first look, at any place of a
line. Every branch begins with a letter of its own, which lets the pattern skip through a line."""
REGISTRATION = re.compile(
    r"[IiCcPp]{3}[备備证證]\s*\d{4}|[IiCcPp]{3}备案?\s*(?:序号|编号|号)|公?网[安警]备(?:案号)?\D{0,5}\d{6}"
    r"|标识码\s*[:：]?\s*(?:bm)?\d|[Cc]opyright|COPYRIGHT|©\s*\d|All [Rr]ights|ALL RIGHTS"
    r"|\d{3,4}\s*[*×xX＊]\s*\d{3,4}.{0,6}(?:分辨率|解析度)|(?:分辨率|解析度).{0,8}\d{3,4}\s*[*×xX＊]\s*\d{3,4}"
)
"""What only footers hold: numbers of registrations, rights reserved, the size of a screen."""
HOTLINE = re.compile(r"\W{0,3}(?:12345)?政务服务(?:便民)?热线\W{0,3}[\d\W]*$")
"""A hotline that stands alone in its line; texts speak of it, too."""
_ENDS = r"(?=[^\u3400-\u9fff]|$)"
FOOTER_START = re.compile(
    r"\W{0,4}(?:(?:主\s*办|承\s*办|协\s*办|主\s*管|开\s*办|制作维护|技术支持|建设维护|运行维护|网站维护)(?:单位)?\s*[:：]"
    rf"|(?:今日|总|累计|本站|历史)访问(?:量|人数|次数)?{_ENDS}"
    r"|(?:网站|站点)(?:地图|声明|导航)(?=\W|$|网站|联系|关于|隐私|版权|法律|使用)|[Pp]roduced [Bb]y"
    r"|(?:关于|联系)(?:我们|本站)[\s|｜·]+(?:联系(?:我们|方式)|(?:站点|网站)(?:地图|声明)|(?:法律|版权|免责|隐私)声明)"
    rf"|(?:关于|联系)(?:我们|本站){_ENDS}|无障碍(?:浏览|阅读|通道|声明|版|模式)?{_ENDS}|您是第.{{0,12}}位"
    rf"|法律声明{_ENDS}|隐私权?(?:声明|保护|政策)(?=\W|$|网站|联系|关于|版权))"
)
PROSE = re.compile("[。！；]|[，、][^，、]{2,}，|[，、].{24}")
"""What a sentence holds and a line of the frame does not."""
CONTACT = re.compile(
    r"\W{0,4}(?:(?:联系|办公|咨询|值班|监督|投诉|举报|服务|网站维护)?(?:电话|热线)|传\s*真|邮\s*编|邮政编码|地\s*址|(?:单位|办公|通讯|联系)地址|电\s*话"
    r"|(?:电子)?邮箱|[Ee]-?mail|[Tt]el|[Ff]ax|网址)\s*[:：]"
)
"""How to reach who runs the site; notices have such lines, too."""

NEIGHBOUR = re.compile(
    r"[\W_]{0,4}(?:[上下][一1]|[前后]一)(?:篇|条|则|页|张|幅|组|篇文章|条新闻|条信息)\s*[:：]"
)
"""What stands before the headline of the next article, which may be a sentence."""
SHARE = re.compile(
    r"[\W_]{0,4}二维码便可将本.{1,2}分享至|[\W_xX]{0,4}(?:请?(?:打开|使?用))?微信.{0,16}扫(?:一扫|一下|描).{0,40}(?:分享|朋友圈|网页|页面)"
    r"|[此本](?:条目|文章?)(?:发表在|[由是被].{1,24}发[表布]在).{0,40}(?:分类|标签|固定链接)|(?:您的)?(?:电子)?(?:邮箱|邮件)地址不会被公开"
)
"""How to share the page, or to write about it, in a sentence; where a weblog files it."""
AFTER = re.compile(
    r"[\W_]{0,4}(?:上|下)[一1](?:篇|条|则|页|张|幅|组|篇文章|条新闻|条信息)\s*(?:$|[^\w\s])"
    r"|[\W_]{0,4}(?:上|下)一个\s*(?:[:：]|$)"
    r"|[\W_]{0,4}(?:上|下)[一1](?:篇|条|则|页|张|幅|组|篇文章|条新闻|条信息)(?:\s|没有|无(?:$|\W)|已经|暂无)"
    r"|[\W_]{0,4}(?:上|下)[一1]篇[\u3400-\u9fff]"
    r"|[\W_]{0,4}(?:更多|其[他它])?(?:相关|关联|有关|推荐|热门|热点|最新|精彩|更多|延伸|猜你|往期|同类|热文|本类|图片)"
    r"(?:新闻|文章|阅读|链接|信息|稿件|附件|文件|解读|政策|报道|资讯|内容|推荐|公告|通知|阅读推荐|专题|下载|资料|喜欢|动态|热点|排行|回顾|精选|关注)"
    r"[\W_]{0,6}(?:更多)?\W{0,4}$"
    r"|[\W_]{0,4}(?:相[關关]|其他|最新|[熱热][門门]|推[薦荐]|延伸)(?:[連连][結结接]|新[聞闻]|[資资][訊讯]|[訊讯]息|文章|[檔档]案|[圖图]片|附件|[網网]站|主[題题]|[閱阅][讀读]|消息)\W{0,4}$"
    r"|[\W_]{0,4}(?:上|下)一(?:[則则]|[筆笔]|[頁页]|[個个])(?:\W|$)"
    r"|[\W_]{0,4}(?:回(?:上一?|前|首)[頁页]|回[頁页]首|回列表|回上[層层]|友善列印|[轉转]寄好友|推到)"
    r"|[\W_]{0,4}(?:扫一扫|掃一掃|扫码|微信扫|扫描二维码|用微信|打开微信|分享到|分享至|分享让|我要分享|转发到)"
    r"|[\W_]{0,4}友情链接[\W_]{0,6}$|[\W_]{0,4}(?:用户评论|网友评论|发表评论|我要评论|全部留言|评论区|文章评论|匿名评论|我要纠错|我要推荐|网站纠错)"
    r"|[\W_]{0,4}(?:阅读排行|点击排行|热点推荐|推荐阅读|编辑推荐|猜你喜欢|信息推荐|看过本文)"
    r"|[\W_]{0,4}(?:用户名|昵称|账号|姓名)\s*[:：]\s*(?:密\s*码|邮箱|验证码|匿名|分\s*值|(?:评论|留言)(?:内容)?\s*[:：])"
    r"|[\W_]{0,4}(?:本|该|此)(?:条|篇)?(?:新闻|文|文章|信息)?(?:共|已)?有?\s*\d+\s*人次?(?:关注|阅读|浏览|访问)"
    r"|\W*分[隔割]线\W*$|[\W_]{0,4}(?:本文|本页|原文)(?:网址|链接|地址)\s*[:：]"
    r"|[\W_]{0,4}(?:验证码|评论内容|留言内容)\s*[:：]\W{0,4}$"
    r"|[\W_]{0,4}(?:欢迎)?关注.{0,24}(?:微信|微博|公众号|抖音号?|头条号?|视频号)\W{0,4}$"
    r"|[\W_]{0,4}(?:这篇|本|该|此)(?:篇?文章?|页面?|信息|内容|政策|解读)(?:对[您你])?(?:是否)?有(?:所)?(?:帮助|用)"
    r"|您(?:觉得|认为)(?:这篇|本|该|此)(?:.{0,4}(?:文章|内容|页面|信息)|文)"
    r"|【?(?:返回|回到)(?:顶部|首页|列表|上一?[页级层])"
    r"|文章(?:分页)?导航$|发表回复"
    r"|\W{0,4}返\s?回\W{0,4}$|\W{0,4}没有[上下]一[篇条个页]",
)
"""What portals put after the text: neighbours, related pages, sharing."""
GREETING = re.compile(
    r"[\W_]{0,4}(?:今天是\s*(?:\d{4}\s*年|星期|$)|(?:今[日天]天气|天气预报)\s*[:：]|欢迎您?(?:访问|光临|来到).{2,24}(?:网站?|门户|平台)\W{0,2}(?:今天|现在|$))"
)
"""How some sites greet above every page; what day it is."""
TOOLS_AFTER = re.compile(
    r"[\W_]{0,4}(?:扫|掃|微信扫|用微信|打开微信|分享|我要|转发|上|下|返回|回到|您)"
)
"""Of these, what no text has for a heading."""
DISCLAIMER = re.compile(
    r"[\W_]{0,4}(?:免责|版权)(?:声明|与免责声明)\s*[:：]?\s*$|[\W_]{0,4}(?:免责声明|版权声明)\s*[:：]"
    r"|[\W_]{0,4}(?:网站|本网|本站|转载)声明\s*[】\]:：]"
    r"|[\W_]{0,4}(?:特别声明|郑重声明|声明)\s*[:：].{0,60}(?:转载|来源|版权|侵权|本网|本站)"
    r"|[①-⑨*※\s\d、.]{0,4}(?:凡本[网站]注明|如(?:本[网站]|有|因|涉及).{0,20}(?:版权|侵权|著作权))"
    r"|凡(?:注明|本站|是本网).{0,30}来源"
    r"|[\W_]{0,4}网友评论\s?[:：]?\s?[（(]只显示最新"
    r"|[\W_]{0,4}网友(?:评论|留言|发言)(?:内容)?(?:仅供|[仅只]代表|并不代表|不代表).{0,24}(?:看法|观点|意见)"
    r"|本(?:网站?|站)上?所?(?:刊载|登载|发布|转载|提供|有)的?.{0,40}(?:版权|著作权|转载|侵权)"
)
"""What portals say of the rights in a text, and of what readers say of it."""
DISCLAIMER_HEAD = re.compile(
    r"[\u3400-\u9fff]{2,12}[网报站](?:的?(?:版权|免责|法律)[与和及、]?){0,2}声明\s*[:：]"
)
"""What stands above it, with the site's name."""
NEAR_START, NEAR_END = 8, 5
"""Characters of a line in which what tells a disclaimer begins or ends it."""

WIDGET_WORDS = re.compile(
    r"视力保护色?|保护视力色?|保护色|背景(?:颜)?色|选择字号|文字大小|[大中小]?字[体體号號](?:大小)?|大小(?=\s*[:：【\[（(]|$)"
    r"|双击(?:自动)?滚屏|打\s*印(?:本页|此页|文档|本稿|页面|文章|预览|内容|此文)?|关\s*闭(?:窗口|本页|页面|此页|本窗口)?|返\s?回(?![\u3400-\u9fff])"
    r"|關閉(?:窗口|視窗)?|返回(?:顶部|上一?[页级层]|列表|首页)|回到(?:顶部|首页)|分\s*享(?:本文|文章|本页|此文)?(?:到|至|给好友)?|新浪|腾讯|人人网|QQ(?:空间|好友)?"
    r"|微信(?:好友|朋友圈|扫一扫)?|微博|朋友圈|空间|豆瓣|百度贴吧|已?收\s*藏(?:本页)?|加入收藏|我的收藏|全文|本文|在线|我要"
    r"|下载(?:word|pdf|文本|本页|正文)?|语音|朗读|播报|听(?:全文|新闻)|收听|纠错|网页|网站|内容|推荐(?:给好友|给朋友)?"
    r"|网摘|商城|转发|投稿|顶部|手机看新闻|手机(?:浏览|阅读)|浏览(?:次数|量|数|人数)?|点击(?:次数|量|数|率)?|阅读(?:次数|量|数|人次)?|访问(?:次数|量)?|瀏覽(?:次數|量)?|點擊(?:次數|量|數)?"
    r"|訪問量|人气|已(?:有\d*人|经?被|(?=浏览|阅读|点击|访问))|共(?=有?\d|阅读|浏览|点击)|人次|[顶踩赞](?:[一1]?下|(?=\s*[(（]\s*\d))|挑错|友善列印|列印|[轉转]寄|字[級级]|扫一扫(?:.{0,16}(?:当前|本|页面|手机).{0,4}页?面?)?|掃一掃.{0,16}頁|扫描(?:二维码)?"
    r"|(?:新闻|站内|资讯)?搜索|告诉(?:好友|朋友)|相关评论|查看全部|条(?![\u3400-\u9fff])|复制(?:本页)?(?:链接|网址|地址)?|二维码(?:网址)?|请使用微信扫描|保存|评论|留言|点赞|有用|更多|放大|缩小|默认|正常|复位|还原|恢复|繁體|繁体|简体"
    r"|A[+\-]|TOP(?![A-Za-z])|[大中小特默+\-](?![\u3400-\u9fff])|大中小|[大中小](?=[大中小])|老年(?:人)?模式|长者模式|无障碍(?:浏览|阅读)?|截图|文章|正文|手机版|电脑版"
    r"|次(?![\u3400-\u9fff])|杏仁黄|秋叶褐|胭脂红|芥末绿|天蓝|雪青|银河白|word|WORD|Word|pdf|PDF|邮件|发送|发给(?:好友|朋友)|手机|查看|用手机|打开|工具|本页|导出|操作"
)
"""What the tool bars of article pages are made of: a line of nothing else is one."""
RESIDUE = re.compile(r"[\W\d_a-zA-Z×]+")

NO_FILES = re.compile(r"\W{0,2}(?:没有|暂无|无)(?:相关)?附件\W{0,2}")
"""What stands where the list of an article's files would."""

_ANYBODYS = """
    内容 文章 正文 手机 操作 邮件 网站 网页 推荐 全文 本文 在线 工具 空间 语音 简体 繁体 默认 大小
    还原 恢复 正常 文本 保存 发送 查看 评论 留言 人次 次 大 中 小 特 word Word WORD
    投稿 转发 商城 顶部
"""
ANYBODYS = frozenset(_ANYBODYS.split())
"""Words that head a column of a table, or fill its cell, as well as they are a tool's."""
BRACKETS = " \u3000\xa0[]【】()（）:：|｜"

LEAD = re.compile(r"[\W\d_]*")

CRUMB = re.compile(
    r"You are (?:here|at)\s?[:：]?|(?:(?:Current |Your )?(?:Location|Position)[:：\s]\s?)?"
    r"[\W_]{0,4}(?=[您你我的们现當当目所正在位浏访])(?:"
    r"(?:[您你我]\s?)?[的们]?\s?(?:(?:现\s?在|當\s?前|当\s?前|目\s?前|所\s?处|所\s?在|當|当)\s?)?"
    r"(?:正在)?(?:所\s?在|所\s?处|在)?\s?的?\s?(?:当前|當前)?的?位\s?置\s?[是在]?\s*[:：>》|｜]?"
    r"|您?(?:现在)?(?:正在)?(?:(?<=[您在])(?:浏览|访问)(?:的(?:是|位置))?|(?:浏览|访问)的(?:是|位置)|所在(?:的(?:是|位置))?)[:：])"
)
"""What a breadcrumb begins with; its first character spares most lines the rest."""
CRUMB_BEHIND = re.compile(
    r"[\s\u3400-\u9fff]{2,16}?(?:[您你]?的?(?:现在|当前|目前|所在)的?(?:所在)?位置|[您你]的位置)(?:是|在)?\s*[:：]\s*"
    r"(?=[\[【（(]?\s*(?:网站|本站)?[首主]\s?[页頁])"
)
"""The label of a breadcrumb with the section's name right before it: 要闻 当前位置：首页 > 要闻."""


def crumb_label(text: str) -> re.Match[str] | None:
    """The label that a breadcrumb's line begins with, the name of its section included."""
    return CRUMB.match(text) or (CRUMB_BEHIND.match(text) if "位置" in text[:24] else None)


FRAME_START = re.compile(
    r"[\W\d_①-⑨]*[上下前后相关關有推荐热最新精更多延猜往同本类图扫掃微用打分我转发网评文匿阅点编看信免版特郑声凡您返回"
    r"主承协管开制技建运今总累历站联聯无没暂法隐视保背选字双閉新腾人豆百收加全在语朗播听纠内浏访瀏點訪气已复二请存赞"
    r"友轉列其共欢这该此天关用昵账验留圖顶踩赞挑延熱放缩默还恢繁简大中小默老长截正手电次杏秋胭芥天雪银原发查工导操空下郵邮使请姓条告没资如ProducQqWwPpAxT]"
)
"""What a line of the frame begins with, if it is one told by its beginning: a quick look that
spares most lines of a text the slow ones."""


def frame_rule(text: str, *, footers: bool = True) -> str | None:
    """The rule by which a line is part of the page's frame.

    `footer`, `after_text`, `disclaimer` or `widget`. A sentence that begins with one of their
    words, or holds one, is none: texts speak of hotlines, of sharing, of what comes next.

    Args:
        text: The line.
        footers: Whether footers are looked for; inside a text their words are the text's.
    """
    return _rule_of(text, footers) if len(text) <= MAX_CHARS else None


@lru_cache(maxsize=256)  # title, text and what is behind it ask of the same lines of a page
def _rule_of(text: str, footers: bool) -> str | None:
    if footers and is_footer(text):
        return "footer"
    if not FRAME_START.match(text):
        return "disclaimer" if heads_disclaimer(text) else None
    if footers and FOOTER_START.match(text) and not PROSE.search(text):
        return "footer"
    if (
        NEIGHBOUR.match(text)
        or SHARE.match(text)
        or GREETING.match(text)
        or (AFTER.match(text) and not PROSE.search(text))
    ):
        return "after_text"
    if DISCLAIMER.match(text) or heads_disclaimer(text):
        return "disclaimer"
    return "widget" if is_widget(text) or NO_FILES.fullmatch(text) else None


def is_next_tool(text: str) -> bool:
    """Is a line behind a tool another one: an ordinary word in brackets, or brackets alone?"""
    bare = text.strip(BRACKETS)
    return not bare or (text[0] in BRACKETS and bare in ANYBODYS)


def is_disclaimer(text: str) -> bool:
    """Does a line say who has the rights in what a site publishes, or head what does?"""
    if "凡本" not in text[:NEAR_START] and "声明" not in text[-NEAR_END:]:
        return False  # as nearly every line; the look spares it the slow ones
    return DISCLAIMER.match(text) is not None or heads_disclaimer(text)


def heads_disclaimer(text: str) -> bool:
    """Is a line the heading of what a site says of the rights in its texts, with its name?"""
    return text.endswith(("：", ":")) and DISCLAIMER_HEAD.fullmatch(text) is not None


def is_footer(text: str) -> bool:
    """Does a line say who runs the site, under which registrations, how to see it?

    Footers that run all their lines together hold marks of sentences, too; a registration's
    number tells those from a text.
    """
    match = FOOTER.search(text)
    if match is None or len(text) > MAX_CHARS:
        return False
    if match[0].startswith("政务服务") and not REGISTRATION.search(text):
        return HOTLINE.match(text) is not None
    if not PROSE.search(text):
        return True
    return REGISTRATION.search(text) is not None and text.count("。") < 2


def is_widget(text: str) -> bool:
    """Is a line made of nothing but the words of a tool bar?"""
    if len(text) > MAX_WIDGET_CHARS:
        return False
    lead = LEAD.match(text)
    if not WIDGET_WORDS.match(text, lead.end() if lead else 0):
        return False
    left = WIDGET_WORDS.sub("", text)
    if len(left) == len(text) or RESIDUE.sub("", left):
        return False
    return text.strip(BRACKETS) not in ANYBODYS
