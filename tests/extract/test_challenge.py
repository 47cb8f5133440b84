"""Challenges, soft errors, redirects, shells and logins are told from articles, short ones too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from portal_spider.extract.challenge import MAX_VISIBLE, refusal_reason, visible_text
from portal_spider.extract.document import parse_document
from portal_spider.extract.verdict import bare_body_flag, redirect_target, verdict

SHARED = Path(__file__).parents[3] / "shared"
URL = "http://www.example.gov.cn/zwgk/t20260101_1.html"

SHORT_ARTICLE = """<html><head><title>关于停水的通知_某县水务局</title>
<meta name="ArticleTitle" content="关于停水的通知"></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a><a href="/login">登录</a></div>
<h1>关于停水的通知</h1><p>因管道检修，城东片区明日停水，请居民储水备用。</p>
<div>版权所有：某县水务局　网站标识码：0000000000</div>{extra}</body></html>"""


def judge(html: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> str | None:
    return verdict(parse_document(html.encode(), URL, status=status), headers=headers)


def shell(script: str, body: str = "", title: str = "") -> str:
    return f"<html><head><title>{title}</title>{script}</head><body>{body}</body></html>"


CHALLENGES = {
    "ruishu": (
        412,
        shell(
            "<meta content='x8d.k' r='m'><script r='m'>$_ts=window['$_ts'];$_ts.cd='q';</script>"
        ),
        (("Set-Cookie", "FSSBBIl1UgzbN7NO=5Kd; path=/"),),
    ),
    "jiasule": (
        521,
        "<script>document.cookie=('_')+('_')+('j')+('s');location.href=location.pathname</script>",
        (("Set-Cookie", "__jsluid_s=1a2b; HttpOnly"),),
    ),
    "edgeone": (
        567,
        shell("<script>var a='EO_Bot_Ssid';document.cookie='__tst_status='+1</script>"),
        (),
    ),
    "aliyun": (
        200,
        "<html><script>var arg1='4D5A0F';var n='acw_sc__v2';setCookie(n,x)</script></html>",
        (("Set-Cookie", "acw_tc=76b20; path=/"),),
    ),
    "c3vk": (
        200,
        "<script>document.cookie='C3VK=7f3;path=/';window.location.reload()</script>",
        (),
    ),
    "wangsu": (
        200,
        shell("<script src='/_bot_sbu/sbu_fpt.js'></script><script>var HOY_TR='A';</script>"),
        (),
    ),
    "wzws": (403, shell("", "<p>GeoBL 403</p><p>WZWS-RAY: 1142</p>", "403 Forbidden"), ()),
    "chuangyu": (403, shell("", "<h3>当前访问疑似攻击，已被创宇盾拦截</h3>", "访问拦截"), ()),
    "unknown": (200, shell("<script src=captcha.js></script>", "请完成安全验证", "安全验证"), ()),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_challenges_are_named_by_product(name: str) -> None:
    status, html, headers = CHALLENGES[name]
    assert judge(html, status=status, headers=headers) == f"challenge:{name}"
    assert refusal_reason(html, status=status, headers=headers) == f"challenge:{name}"


@pytest.mark.parametrize("name", [n for n, c in CHALLENGES.items() if "<script" in c[1]])
def test_the_same_scripts_on_a_real_page_are_none(name: str) -> None:
    _, html, headers = CHALLENGES[name]
    script = html[html.find("<script") : html.rfind("</script>") + len("</script>")]
    links = "".join(f'<li><a href="/{n}">关于第{n}批农机购置补贴公示</a></li>' for n in range(30))
    assert judge(SHORT_ARTICLE.format(extra=script + links), headers=headers) is None


@pytest.mark.parametrize(
    "script",
    ["<script src='/_bot_sbu/sbu_fpt.js'></script>", "<script>$_ts=window['$_ts']</script>"],
)
def test_one_indicator_is_not_enough(script: str) -> None:
    assert refusal_reason(shell(script, "<p>通知</p>")) is None


def test_a_server_asked_too_often() -> None:
    assert judge(shell("", "访问过于频繁，请稍后再试"), status=200) == "throttled"
    assert judge("slow down", status=429) == "throttled"


@pytest.mark.parametrize(
    "html",
    [
        shell("", "<p>您访问的页面不存在或已删除</p>", "404"),
        shell("", "<h1>404 Not Found</h1><hr>nginx", "404 Not Found"),
        shell(
            "", "<div>对不起，您要查看的文章已被删除！</div><a href='/'>返回首页</a>", "提示信息"
        ),
        shell(
            "",
            "<ul><li><a href='/'>网站首页</a></li></ul>" * 30 + "<p>没有找到该页面</p>",
            "出错了",
        ),
    ],
)
def test_soft_404(html: str) -> None:
    assert judge(html) == "soft_404"


def test_error_statuses() -> None:
    assert judge(SHORT_ARTICLE.format(extra=""), status=404) == "http_404"
    assert judge(shell("", "<p>出错</p>" * 400), status=500) == "http_500"


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<meta http-equiv='refresh' content='0;url=./gzdt/'>", "./gzdt/"),
        (
            '<META HTTP-EQUIV=REFRESH CONTENT="0; URL=http://a.example/b.html">',
            "http://a.example/b.html",
        ),
        ("<script>window.location.href = '/a/index.html';</script>", "/a/index.html"),
        ('<script>top.location="list.htm"</script>', "list.htm"),
        (
            "<script>location.replace('https://mp.example/s?a=1')</script>",
            "https://mp.example/s?a=1",
        ),
        ("<script>window.open('/x.html', '_self')</script>", "/x.html"),
        (
            '<script>document.write(\'<meta http-equiv="Refresh" content="0;URL=z/" />\')</script>',
            "z/",
        ),
        (
            "<div style='display:none'><p id='url'>/c1/list.shtml</p></div><script>var u=document"
            ".getElementById('url').innerText;window.open(u,'_self')</script>",
            "/c1/list.shtml",
        ),
        ("<script>location.href = pick(targets)</script>", None),
    ],
)
def test_redirects_and_where_they_lead(html: str, target: str | None) -> None:
    page = shell(html, title="政务公开_某县人民政府")
    assert judge(page) == "redirect"
    assert redirect_target(page) == target


def test_scripts_that_move_on_a_page_with_text_are_no_redirect() -> None:
    page = SHORT_ARTICLE.format(
        extra="<script>if(isMobile()) location.href='/m/';</script>" + "文" * 100
    )
    assert judge(page) is None
    assert redirect_target(page) is None


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        (shell("<script src=app.js></script>", "<div id=app></div>", "某市人民政府"), "shell"),
        (
            "<html><frameset cols='20%,*'><frame src=a.htm><frame src=b.htm></frameset></html>",
            "shell",
        ),
        (
            shell(
                "",
                "<form>用户名<input name=u> 密码<input type=password><button>登录</button></form>",
            ),
            "login",
        ),
        (shell("", "<p>欢迎</p><input type='password' name=p>", "统一身份认证平台"), "login"),
    ],
)
def test_pages_without_content(html: str, reason: str) -> None:
    assert judge(html) == reason


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "<form>登录<input type=password></form>",
        "<p>请稍候</p>",
        "<p>原链接已失效</p>",
        "<script>document.cookie='a=b';location.hash='#a'</script>",
        "<p>防范电信诈骗：对方要求完成安全验证时请提高警惕。</p>",
    ],
)
def test_short_articles_are_articles(extra: str) -> None:
    assert judge(SHORT_ARTICLE.format(extra=extra)) is None


@pytest.mark.parametrize(
    "html",
    [
        "明日放假一天。",
        "<h1>通知</h1><p>明日放假。</p>",
        "<title>公示</title><img src=1.jpg><script></script>",
    ],
)
def test_a_few_words_or_a_picture_are_no_shell(html: str) -> None:
    assert judge(html) is None


def test_an_article_about_errors_is_an_article() -> None:
    html = shell(
        "", "<p>网站检查发现404错误页面的通报：您访问的页面不存在等问题须整改。</p>" * 12, "通报"
    )
    assert judge(html) is None


def test_bodies_of_images_or_files() -> None:
    assert bare_body_flag(3, attachments=1, images=0) == "attachment_only"
    assert bare_body_flag(0, attachments=0, images=2) == "image_only"
    assert bare_body_flag(0, attachments=0, images=0) is None
    assert bare_body_flag(200, attachments=3, images=3) is None


def test_visible_text_is_about_what_a_reader_sees() -> None:
    html = (
        "<title>t</title><style>s</style><p>甲<b>乙</b></p><!-- < --><script>x<y</script>丙<script>"
    )
    assert visible_text(html).replace(" ", "") == "甲乙丙"


@given(st.text(alphabet="<>/!-scriptSCRIPTstyle 政\x00\u0130", max_size=200))
def test_visible_text_of_any_source(source: str) -> None:
    assert len(visible_text(source)) <= 2 * len(source)
    assert refusal_reason(source) is None


def saved_pages(folder: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted((SHARED / folder).glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if "html" in (record.http_headers.get_header("Content-Type") or ""):
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    yield url, record.content_stream().read()


@pytest.mark.skipif(not SHARED.exists(), reason="no saved pages beside the repository")
@pytest.mark.parametrize("folder", ["corpus", "sites"])
def test_no_saved_page_is_doubted_but_redirects(folder: str) -> None:
    doubted = {}
    for url, body in saved_pages(folder):
        document = parse_document(body, url, content_type="text/html")
        if (reason := verdict(document)) and len(document.html) > 1200:
            doubted[url] = reason
        assert reason in (None, "redirect")
        if reason is not None:
            assert redirect_target(document.html)
    assert doubted == {}


def test_a_page_with_a_menu_shows_more_than_a_challenge() -> None:
    menu = "".join(f"<li>{name}</li>" for name in ["首页", "新闻中心", "信息公开", "办事服务"] * 25)
    assert len(visible_text(menu)) > MAX_VISIBLE
