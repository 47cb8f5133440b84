"""Hacked copies of pages, made in the ways that hackers are seen to use, and some more."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_PHRASES = """
亚博vip登录 必威体育官网 乐鱼体育app下载 开云体育在线登录 星空体育官网入口 华体会手机版
米乐m6官网 沙巴体育投注平台 金沙国际娱乐 永利皇宫娱乐场官网 银河娱乐在线开户 太阳城集团官网
千亿国际娱乐城 龙8国际手机版 腾博会诚信为本 凯发k8国际 秒速赛车开奖记录 幸运飞艇计划群
极速快三平台 一分快三走势图 pc蛋蛋预测 加拿大28预测 大发彩票平台注册 澳门六合彩资料 德州扑克下载
炸金花游戏大厅 捕鱼达人送彩金 mg电子游艺 pg电子试玩 真人视讯平台 棋牌游戏下载送38 ag真人平台
国产一区二区在线观看 日韩av免费在线 久久综合网站 精品国产亚洲一区 成人视频免费看 91香蕉视频
麻豆传媒在线 蜜桃av久久 人妻中文字幕系列 熟女少妇高清 制服丝袜美女 波多野结衣在线 午夜福利影院
草莓视频下载 五月丁香婷婷 狠狠爱综合 天天射影院 无码高清不卡 韩国三级在线观看 大香蕉网站
黄色视频免费观看 一级毛片免费 东京热在线 性视频免费 魔域私服发布 天龙八部私服网站 新开传奇sf网站
1.76复古传奇 奇迹sf开服表 cf辅助外挂下载 传奇单职业手游 卡盟自动发货 代开增值税专用发票电话
代办毕业证样本 学历代办可查 刻章办证电话 买驾照不用考 论文代写价格 办假证微信 假文凭制作
黑户贷款口子 秒下款app 信用卡套现平台 不看征信网贷 花呗套现商家 网赚项目日赚 兼职赚钱平台
急用钱当天放款
"""
_DECORATED = """
🔥澳门新葡京🔥官网 ✅必威体育✅ ★六合彩开奖★ 时时彩+微信 传奇私服QQ群 百家乐【官网】
代开发票139电话
"""
PHRASES = tuple(_PHRASES.split())
"""Phrases that mostly hold words of the lexicon: they test the weighing, not what is unknown."""
_UNKNOWN = """
绿杉娱玩 飞鹿竞猜下载 银杉彩官网 柚子影视免费看 竹蜻蜓社区高清 蓝鲸空放垫资 拾贝秒批额度
青梧拿证包过 白塔追债电话 松果专柜批发价格 石榴包夜模特 雪狐微变发布网 大象约茶上门 海螺回血计划客服
"""
UNKNOWN = tuple(_UNKNOWN.split())
"""Phrases of invented names, of which the lexicon has hardly a word."""
DECORATED = tuple(_DECORATED.split())


def words(rng: random.Random, n: int) -> list[str]:
    """Some phrases."""
    return [rng.choice(PHRASES) for _ in range(n)]


def links(rng: random.Random, n: int) -> str:
    """Links to other hosts."""
    return "".join(
        f'<a href="https://{rng.randrange(16**5):05x}.example/{rng.randrange(99)}/">{word}</a>\n'
        for word in words(rng, n)
    )


def before(html: str, mark: str, text: str) -> str:
    """The page with something before the last of a mark."""
    at = html.lower().rfind(mark)
    return html + text if at < 0 else html[:at] + text + html[at:]


def after(html: str, mark: str, text: str) -> str:
    """The page with something after the tag that begins so."""
    at = html.lower().find(mark)
    at = html.find(">", at) + 1 if at >= 0 else 0
    return html[:at] + text + html[at:]


def long_paragraphs(html: str) -> list[re.Match[str]]:
    """Paragraphs of text, where an injection is in the article."""
    return list(re.finditer(r"(?<=>)[^<>]{40,}(?=(?:</span>|</font>)*</p>)", html))


def start_text(rng: random.Random, html: str) -> str:
    """Plain text right after <body>."""
    return after(html, "<body", "<p>" + " ".join(words(rng, 6)) + "</p>")


def after_html(rng: random.Random, html: str) -> str:
    """Links after the end of the document."""
    return html + "\n" + links(rng, 12)


def between_ends(rng: random.Random, html: str) -> str:
    """A line between </body> and </html>."""
    return before(html, "</html>", "|".join(words(rng, 7)))


def zero_box(rng: random.Random, html: str) -> str:
    """Links in a box without height."""
    box = f'<div style="height:0px; overflow : hidden">{links(rng, 15)}</div>'
    return before(html, "</body>", box)


def noscript(rng: random.Random, html: str) -> str:
    """Text for readers without scripts."""
    return after(html, "<body", f"<noscript>{links(rng, 10)}</noscript>")


def comment(rng: random.Random, html: str) -> str:
    """Text in a comment, closed early by some parsers."""
    return after(html, "<body", f"<!-- {','.join(words(rng, 8))} -->")


def id_sheet(rng: random.Random, html: str) -> str:
    """An id that a style sheet moves away."""
    sheet = "<style>#q9z, .none-of-it {position:fixed;left:-5000px!important}</style>"
    html = before(html, "</head>", sheet)
    return before(html, "</body>", f'<div id="q9z">{links(rng, 15)}</div>')


def hidden_span(rng: random.Random, html: str) -> str:
    """A hidden word in the middle of paragraphs."""
    found = long_paragraphs(html)
    for spot in reversed(found):
        at = spot.start() + 20
        span = f'<span style="font-size:0;">{words(rng, 1)[0]}</span>'
        html = html[:at] + span + html[at:]
    return html


def spread(rng: random.Random, html: str) -> str:
    """Paragraphs of phrases between those of the article."""
    for n, spot in enumerate(reversed(long_paragraphs(html))):
        if n % 2 == 0:
            at = html.find("</p>", spot.end()) + 4
            html = html[:at] + f"<p>{'、'.join(words(rng, 3))}</p>" + html[at:]
    return html


def one_link(rng: random.Random, html: str) -> str:
    """A paragraph of one link, in the article."""
    found = long_paragraphs(html)
    if not found:
        return after_html(rng, html)
    at = html.find("</p>", found[len(found) // 2].end()) + 4
    return html[:at] + f"<p>{links(rng, 1)}</p>" + html[at:]


def linked_word(rng: random.Random, html: str) -> str:
    """A link inside a sentence."""
    found = long_paragraphs(html)
    if not found:
        return between_ends(rng, html)
    at = found[0].start() + 15
    return html[:at] + links(rng, 1).strip() + html[at:]


def ends_paragraph(rng: random.Random, html: str) -> str:
    """Phrases at the end of a paragraph."""
    found = long_paragraphs(html)
    if not found:
        return start_text(rng, html)
    at = found[-1].end()
    return html[:at] + ",".join(words(rng, 3)) + html[at:]


def heading(rng: random.Random, html: str) -> str:
    """Phrases before the text of the headline."""
    return re.sub(
        r"(<h1[^>]*>\s*)(?=[^\s<])", lambda m: m[1] + "-".join(words(rng, 2)) + "_", html, count=1
    )


def tags(rng: random.Random, html: str) -> str:
    """<title>, keywords, description and the national tags taken over."""
    html = re.sub(
        r"(<title[^>]*>)([^<]*)", lambda m: f"{m[1]}{m[2]}_{'-'.join(words(rng, 2))}", html, count=1
    )
    text = ",".join(words(rng, 4))
    return after(html, "<head", f'<meta name="description" content="{text}">')


def breadcrumb(rng: random.Random, html: str) -> str:
    """A link among those of the breadcrumb."""
    return re.sub(
        r"(首\s*页\s*(?:</span>)?\s*</a>)", lambda m: m[1] + " &gt; " + links(rng, 1), html, count=1
    )


def attachment(rng: random.Random, html: str) -> str:
    """A phrase before the names of attachments."""
    name = words(rng, 1)[0]
    return re.sub(
        r"(<a[^>]*href=[\"'][^\"']*\.(?:docx?|xlsx?|pdf|zip)[\"'][^>]*>)(?=[^<\s])",
        lambda m: f"{m[1]}{name} ",
        html,
        count=1,
    )


def decorated(rng: random.Random, html: str) -> str:
    """Phrases with signs, numbers and accounts."""
    return before(html, "</body>", "<p>" + " ".join(rng.sample(DECORATED, 5)) + "</p>")


def between(html: str, injected: Callable[[], str], every: int = 1) -> str:
    """The page with something behind its paragraphs."""
    for n, spot in enumerate(reversed(long_paragraphs(html))):
        if n % every == 0:
            at = html.find("</p>", spot.end()) + 4
            html = html[:at] + injected() + html[at:]
    return html


def singles(rng: random.Random, html: str) -> str:
    """A phrase in a paragraph of its own behind each of the article's."""
    return between(html, lambda: f"<p>{words(rng, 1)[0]}</p>")


def block(rng: random.Random, html: str) -> str:
    """Several such paragraphs one after the other."""
    return between(html, lambda: "".join(f"<p>{word}</p>" for word in words(rng, 4)), every=3)


def items(rng: random.Random, html: str) -> str:
    """A list of phrases in the text."""
    rows = [f"<li>{word}</li>" for word in words(rng, 5)]
    return between(html, lambda: f"<ul>{''.join(rows)}</ul>", every=3)


def rows(rng: random.Random, html: str) -> str:
    """A table of phrases in the text."""
    cells = [f"<tr><td>{word}</td><td>{word}</td></tr>" for word in words(rng, 3)]
    return between(html, lambda: f"<table>{''.join(cells)}</table>", every=3)


def breaks(rng: random.Random, html: str) -> str:
    """Phrases in lines of their own, in the paragraph of a sentence."""
    at = long_paragraphs(html)[-1].end()
    return html[:at] + "<br>" + "<br>".join(words(rng, 3)) + html[at:]


def ends_with_one(rng: random.Random, html: str) -> str:
    """One phrase behind the last sentence of a paragraph, without a mark between."""
    at = long_paragraphs(html)[-1].end()
    return html[:at] + words(rng, 1)[0] + html[at:]


def headline_tail(rng: random.Random, html: str) -> str:
    """Phrases behind the headline."""
    return html.replace("</h1>", f"-{'-'.join(words(rng, 2))}</h1>", 1)


def source(rng: random.Random, html: str) -> str:
    """A phrase behind the source."""
    return html.replace("市政府办公室<", f"市政府办公室 {words(rng, 1)[0]}<", 1)


def section(rng: random.Random, html: str) -> str:
    """A phrase among the sections of the breadcrumb."""
    return html.replace("&gt; 通知公告", f"&gt; {words(rng, 1)[0]} &gt; 通知公告", 1)


Style = Callable[[random.Random, str], str]
STYLES: dict[str, Style] = {
    style.__name__: style
    for style in (
        start_text, after_html, between_ends, zero_box, noscript, comment, id_sheet, hidden_span,
        spread, one_link, linked_word, ends_paragraph, heading, tags, breadcrumb, attachment,
        decorated, singles, block, items, rows, breaks, ends_with_one, headline_tail, source, section,
    )
}  # fmt: skip
