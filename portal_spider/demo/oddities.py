"""What goes wrong on real portals: hacked pages, lying encodings, challenges, soft 404s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal_spider.demo.content import read_text
from portal_spider.demo.files import PDF, make_pdf
from portal_spider.demo.markup import frame
from portal_spider.demo.model import CHINA, NAME, Article, Row
from portal_spider.demo.server import Resource

State = Literal["done", "gone", "refused"]

CHALLENGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><script>'
    "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=61743;$_ts.cd=\"qEyArrAlrkGrWqQlcGLqcqWlDGQ\";"
    "</script></head><body></body></html>"
)

FARM = (
    ("澳门新葡京官网", "http://www.spam-one.example/"),
    ("时时彩开奖直播", "http://www.spam-two.example/ssc/"),
    ("北京赛车pk10投注", "http://www.spam-two.example/pk10/"),
    ("百家乐真人娱乐", "http://bj.spam-three.example/"),
    ("老虎机开户送彩金", "http://www.spam-one.example/slots"),
    ("六合彩特码资料", "http://www.spam-four.example/lhc.htm"),
    ("bet365亚洲版", "http://www.spam-four.example/bet365"),
    ("皇冠体育投注网", "http://hg.spam-three.example/"),
)

SPAM_LINE = (
    "久久精品国产亚洲,成人免费视频在线观看,国产一区二区三区无码,亚洲中文字幕在线,欧美人妻少妇精品"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """A row of a listing that leads to no article."""

    section: str
    href: str
    title: str
    at: datetime
    state: State
    """What an archive should say of it."""
    resource: Resource | None = None
    """What its page answers; `None` where nothing is there, or another host."""


def apply_quirk(page: str, article: Article) -> bytes:
    """The page of an article as it is served, with what is odd about it."""
    if article.quirk == "mirrored":
        page = read_text("mirrored.html")
    elif article.quirk == "spam_hidden":
        page = page.replace('<div class="header">', f'{_hidden_farm()}\n<div class="header">', 1)
    elif article.quirk == "spam_visible":
        page = page.replace("<title>", f"<title>{SPAM_LINE[:24]}-", 1)
        page = page.replace("</body>", f"<div>{SPAM_LINE}</div>\n</body>", 1)
    return page.encode("gbk" if article.quirk == "gbk" else "utf-8")


def oddities() -> tuple[Oddity, ...]:
    """All rows that lead to no article."""
    missing = frame(
        title=f"页面不存在 - {NAME}",
        main='<div class="error"><h2>抱歉，您访问的页面不存在或已被删除！</h2>'
        '<p>系统将在5秒后自动返回首页，您也可以<a href="/">点击这里返回首页</a>。</p></div>',
    )
    return (
        Oddity(
            section="qxdt",
            href="/gzdt/qxdt/content/post_1541533.html",
            title="云溪县召开第三季度项目建设推进会",
            at=_at(2023, 8, 17),
            resource=Resource(body=missing.encode()),
            state="gone",
        ),
        Oddity(
            section="tzgg",
            href="/zwgk/tzgg/202305/t20230518_8805977.html",
            title="关于征集市级农业科技示范基地的通知",
            at=_at(2023, 5, 18),
            state="gone",
        ),
        Oddity(
            section="bmfw",
            href="/art/2023/1/9/art_1234_55871.html",
            title="青云市政务服务事项网上办理操作指南",
            at=_at(2023, 1, 9),
            resource=Resource(
                body=CHALLENGE.encode(),
                status=412,
                headers=(("Set-Cookie", "FSSBBIl1UgzbN7N80S=60aXkPLq; Path=/"),),
            ),
            state="refused",
        ),
        Oddity(
            section="tzgg",
            href="/nbtb/content/post_1550001.html",
            title="关于机关食堂食品采购情况的内部通报",
            at=_at(2023, 9, 6),
            state="refused",
        ),
        Oddity(
            section="zwyw",
            href="http://www.yunling.example/ywdt/202310/t20231019_77120.html",
            title="云岭省部署冬春农田水利建设工作",
            at=_at(2023, 10, 19),
            state="refused",
        ),
        Oddity(
            section="qxdt",
            href="https://mp.weixin.qq.com/s/qingyun-demo-0001",
            title="一图读懂 | 青石区老旧小区改造怎么改",
            at=_at(2023, 9, 12),
            state="refused",
        ),
        Oddity(
            section="tzgg",
            href="/zwgk/tzgg/202309/P020230921402175.pdf",
            title="2023年度市级非物质文化遗产代表性项目推荐表",
            at=_at(2023, 9, 21),
            state="refused",
            resource=Resource(
                body=make_pdf(
                    ("2023年度市级非物质文化遗产代表性项目推荐表", "项目名称：", "推荐单位：")
                ),
                content_type=PDF,
            ),
        ),
    )


def row_of(oddity: Oddity) -> Row:
    """The row that its section shows."""
    return Row(href=oddity.href, title=oddity.title, date=oddity.at)


def _hidden_farm() -> str:
    links = "".join(f'<a href="{url}">{name}</a> ' for name, url in FARM)
    return f'<div style="position:absolute;left:-9999px;top:-9999px;">{links}</div>'


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 15, 30, tzinfo=CHINA)
