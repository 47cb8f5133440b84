"""Article pages of made-up portals, put together from the parts that a test is about."""

from __future__ import annotations

URL = "http://www.example.gov.cn/zwgk/gzdt/202603/t20260305_1.html"
TITLE = "全县春耕备耕工作推进会召开"
TEXTS = (
    "三月五日，全县春耕备耕工作推进会在县政务中心召开，各乡镇和县直有关部门负责人参加会议。",
    "会议通报了种子、化肥和农机具的储备情况，总体上能够满足今年的需要，价格保持平稳。",
    "会前，与会人员到三个村实地查看了育秧大棚和高标准农田，听取了种粮大户的意见和建议。",
    "下一步，农业农村部门将公布服务电话，安排专人值守，对反映的问题当天答复、三天内办结。",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
NAVIGATION = "".join(
    f'<li><a href="/{name}/">{name}</a></li>'
    for name in ("首页", "政务公开", "办事服务", "互动交流")
)
CRUMB = (
    '<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; '
    '<a href="/zwgk/gzdt/">工作动态</a></div>'
)
INFO = "<div>发布时间：2026-03-05 09:30　来源：县农业农村局　浏览次数：<i></i>次 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>"
TOOLS = '<div>分享到：</div><div><a href="javascript:print()">打印本页</a> <a href="#">关闭窗口</a></div>'
NEIGHBOURS = (
    '<div>上一篇：<a href="./t1.html">全县森林防火工作会议召开</a></div>'
    '<div>相关新闻</div><ul><li><a href="./t2.html">我县部署春季植树造林工作</a></li></ul>'
)
FOOTER = (
    "<div><p>主办单位：某县人民政府办公室 联系电话：0000-1234567</p>"
    "<p>某ICP备00000000号 网站标识码：0000000000</p><p>地址：某县人民路一号</p></div>"
)


def article(
    *,
    title: str = f"<h1>{TITLE}</h1>",
    info: str = INFO,
    body: str = f'<div id="zoom">{BODY}</div>',
    crumb: str = CRUMB,
    after: str = TOOLS + NEIGHBOURS,
    head: str = f"<title>{TITLE}_某县人民政府</title>",
) -> bytes:
    """A page with everything that stands around an article; parts can be left out or replaced."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>"
        f"<div class='nav'><ul>{NAVIGATION}</ul></div>{crumb}"
        f"<div class='main'>{title}{info}{body}{after}</div>{FOOTER}</body></html>"
    ).encode()
