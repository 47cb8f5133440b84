"""Links to the articles before and after: what stands behind them is none of the text."""

from __future__ import annotations

from portal_spider.extract import extract_page

HEADLINE = "青禾县实验小学举行读书节"
TEXT = [
    "4月12日上午，青禾县实验小学第六届读书节启动仪式在学校操场举行，全校师生参加了活动，家长代表应邀观礼。",
    "启动仪式上，校长宣读了读书节活动方案，本届读书节历时一个月，将开展经典诵读、图书漂流等活动。",
]
ABSTRACT = "近日，全县春季植树工作现场会召开，各乡镇负责人参加会议，会议对造林绿化工作作了部署，"
SIDEBAR = "".join(
    f"<li><a href='/a/{n}.html'>植树工作简报第{n}期</a><p>{ABSTRACT}{n * 7}亩……</p></li>"
    for n in range(11, 15)
)
NEIGHBOURS = (
    "<li>上一篇：<a href='/a/1.html'>简报</a></li><li>下一篇：<a href='/a/3.html'>通报</a></li>"
)
VOTES = "<div>顶一下</div><div>(3)</div><div>75%</div><div>踩一下</div><div>(1)</div><div>25%</div>"


def paragraphs(*parts: str) -> tuple[str, ...]:
    """The text of a page whose columns are these, below one headline."""
    html = (
        f"<html><head><title>{HEADLINE}_青禾县教育局</title></head><body><div>当前位置："
        "<a href='/'>首页</a> > <a href='/a/'>教育动态</a></div><div class=w>"
        f"<h2>{HEADLINE}</h2><div>时间：2011-04-13 15:20 来源：实验小学</div>{''.join(parts)}</div></body></html>"
    )
    return extract_page(html.encode(), "http://jy.qinghe.gov.cn/a/2.html").paragraphs


def of(lines: list[str]) -> str:
    """The lines as a container of paragraphs."""
    return "<div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def test_a_short_text_beside_long_abstracts() -> None:
    page = paragraphs(of(TEXT), VOTES, NEIGHBOURS, SIDEBAR)
    assert page == tuple(TEXT)


def test_neighbours_above_the_text() -> None:
    page = paragraphs(NEIGHBOURS, of(TEXT))
    assert page == tuple(TEXT)


def test_neighbours_between_a_summary_and_the_text() -> None:
    long = [f"{line}这是第{n}项工作。" for n in range(1, 9) for line in TEXT]
    page = paragraphs(of(TEXT[:1]), NEIGHBOURS, of(long))
    assert page[-len(long) :] == tuple(long)
