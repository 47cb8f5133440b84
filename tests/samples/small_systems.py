"""Whole pages as the systems of small sites write them, each with what a reader sees on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from samples.portal_pages import TEXTS, TITLE

DAY = "2012-04-18"
MENU = "".join(f"<td><a href='/list.asp?id={n}'>栏目{n}</a></td>" for n in range(1, 9))
HOT = "".join(
    f"<li><span>04-{n:02}</span><a href='/show.asp?id={n}'>{text}</a></li>"
    for n, text in enumerate(
        ["职工运动会圆满落幕", "青年教师讲课比赛揭晓", "老同志参观新校区"] * 2, 1
    )
)
COPYRIGHT = (
    "<table><tr><td>版权所有：某某研究所　地址：人民路1号　邮编：100000<br>电话：0000-1234567<br>"
    "技术支持：天宇网络　某ICP备00000001号　您是第 <font color=red>999</font> 位访问者</td></tr></table>"
)


class Sample(NamedTuple):
    """A page, and the fields that it shows."""

    name: str
    html: str
    fields: dict[str, Any]


def lines(before: str, after: str) -> str:
    """The texts, as editors of the time wrote them."""
    return "".join(f"{before}{text}{after}" for text in TEXTS)


ARTICLE_TABLE = Sample(
    "article_table",
    f"<html><head><title>{TITLE}--某某研究所</title></head><body><table><tr>{MENU}</tr></table>"
    "<form action='/login.asp'>用户名：<input>密码：<input> <input type=submit value=登录></form>"
    "<TABLE><TR><TD>您现在的位置：&nbsp;<a href='/'>某某研究所</a>&nbsp;>>&nbsp;<a href='/a'>新闻中心</a>"
    f"&nbsp;>>&nbsp;正文</TD></TR><TR><TD><TABLE><TR><TD><b>{TITLE}</b></TD></TR><TR><TD>作者：张小山"
    "&nbsp;&nbsp;文章来源：<a href='#'>本站原创</a>&nbsp;&nbsp;点击数：<script src='h.asp'></script>&nbsp;"
    f"更新时间：2012-4-18</TD></TR><TR><TD id=fontzoom>{lines('　　', '<br>')}</TD></TR>"
    "<TR><TD><li>上一篇文章： <a href='1.asp'>我所赴外地开展测报</a></li><br><li>下一篇文章： 没有了</li></TD></TR>"
    "<TR><TD>【<a href='#'>发表评论</a>】【<a href='#'>告诉好友</a>】【<a href='#'>关闭窗口</a>】</TD></TR>"
    f"</TABLE></TD></TR></TABLE>网友评论：（只显示最新10条）<br>没有任何评论{COPYRIGHT}</body></html>",
    {
        "published_at": DAY,
        "source": "本站原创",
        "byline": [("作者", ("张小山",))],
        "breadcrumb": ("某某研究所", "新闻中心"),
    },
)
VIEW_BOX = Sample(
    "view_box",
    f"<html><head><title>{TITLE}_协会动态_某某协会</title></head><body><ul>{HOT}</ul>"
    "<div class=place><strong>当前位置:</strong> <a href='/'>主页</a> > <a href='/l'>协会动态</a> > </div>"
    f"<div class=viewbox><h2>{TITLE}</h2><div class=info><small>时间:</small>2012-04-18 09:15"
    "<small>来源:</small>某某协会 <small>作者:</small>李四海 <small>点击:</small><script></script>次</div>"
    f"<div class=content>{lines('<div>　　', '</div><div>&nbsp;</div>')}</div>"
    "<div class=digg><div>顶一下</div><div>(0)</div><div>0%</div></div><div>------分隔线------</div>"
    "<ul><li>上一篇：<a href='1'>征集样品</a></li><li>下一篇：没有了</li></ul></div>"
    f"<dl><dt><strong>相关内容</strong></dt><dd><ul>{HOT}</ul></dd></dl>{COPYRIGHT}</body></html>",
    {
        "published_at": f"{DAY}T09:15+08:00",
        "source": "某某协会",
        "byline": [("作者", ("李四海",))],
        "breadcrumb": ("主页", "协会动态"),
    },
)
FONTS = Sample(
    "fonts",
    "<HTML><HEAD><TITLE>某某联合会</TITLE></HEAD><BODY><FORM>"
    f"<TABLE><TR>{MENU}</TR></TABLE><DIV ALIGN=center><B><FONT SIZE=5 COLOR=red>{TITLE}</FONT></B></DIV>"
    "<DIV ALIGN=center><FONT SIZE=2>来源：办公室　　发布时间：2012-04-18　　点击数：12</FONT></DIV><HR>"
    f"<FONT SIZE=4>{lines('&nbsp;&nbsp;&nbsp; ', '<BR/>')}</FONT><BR><DIV ALIGN=right><FONT SIZE=2>"
    f"编辑：王五湖</FONT></DIV><HR><A HREF='javascript:history.go(-1)'>返回</A></FORM>{COPYRIGHT}</BODY></HTML>",
    {
        "published_at": DAY,
        "source": "办公室",
        "byline": [("编辑", ("王五湖",))],
        "breadcrumb": (),
    },
)
CONTENT_PANE = Sample(
    "content_pane",
    f"<html><head><title>{TITLE}</title></head><body><span class='breadcrumbs pathway'><a href='/'>首页</a>"
    f" <img src='a.png'> <a href='/n'>地质新闻</a> <img src='a.png'> {TITLE}</span><table><tr><td>"
    f"<table><tr><td class=contentheading>{TITLE}</td><td><a href='#'><img src='p.png'></a></td></tr></table>"
    "<table><tr><td><span>作者：Administrator &nbsp;</span></td></tr><tr><td>2012年 04月 18日 09:27</td></tr>"
    f"<tr><td>{lines('<p>', '</p>')}</td></tr><tr><td>最近更新于 2012年 04月 27日 15:04</td></tr></table>"
    f"</td></tr></table><ul>{HOT}</ul>{COPYRIGHT}</body></html>",
    {
        "published_at": f"{DAY}T09:27+08:00",
        "source": None,
        "byline": [("作者", ("Administrator",))],
        "breadcrumb": ("首页", "地质新闻"),
    },
)
CARDS = Sample(
    "cards",
    f"<html><head><title>{TITLE} - 某某社区服务中心</title></head><body><nav class='el-breadcrumb'>"
    "<span>您所在的位置：</span><span><a href='/'>首页</a><i>/</i></span><span><a href='/n'>社区新闻</a></span></nav>"
    f"<div class=detail><div class=detail-title>{TITLE}</div><div class=detail-sub>"
    "<span>时间：2012-04-18 09:32</span><span>来源：新村管理站</span><span>作者：徐小洁 通讯员 高燕</span>"
    f"<span><i class=view></i>189</span></div><div class=ql-editor>{lines('<p>', '</p>')}</div>"
    f"<div><div>上一篇：<a>停气提醒</a></div><div>下一篇：<a>菜谱更新</a></div></div></div>{COPYRIGHT}</body></html>",
    {
        "published_at": f"{DAY}T09:32+08:00",
        "source": "新村管理站",
        "byline": [("作者", ("徐小洁",)), ("通讯员", ("高燕",))],
        "breadcrumb": ("首页", "社区新闻"),
    },
)
SAMPLES = (ARTICLE_TABLE, VIEW_BOX, FONTS, CONTENT_PANE, CARDS)
