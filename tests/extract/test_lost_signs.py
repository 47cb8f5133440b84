"""Signs that GBK lacks are put back where a mirror's question marks stand for them."""

from __future__ import annotations

import legitimate
import mirrors
import pytest

from portal_spider.extract.mirror.lost_signs import restore_signs
from portal_spider.extract.page import extract_page

URL = "http://www.example.gov.cn/zwgk/202405/t20240506_1.html"
PARAGRAPHS = (
    "5月6日，市政府召开全市数据安全工作会议，传达学习国务院有关规定，研究部署下一阶段的重点任务。",
    "会议强调，各有关单位要对测量仪器的使用情况进行全面检查，建立健全政府数据管理制度。",
    "会议要求，要进一步规范标准，强化统计监测，优化营商环境，推动当地经济实现高质量发展。",
)
LINKS = ("<a href='/'>首页</a>", "<a href='/zw/'>政务公开</a>", "<a href='/zw/dt/'>工作动态</a>")
PLAIN = ("首页", "<a href='/zw/' title='政务公开'>政务公开</a>", "<a href='/d/'>工作动态</a>")


@pytest.mark.parametrize("sign", ["»", " › ", "&nbsp;»&nbsp;", " ▸ ", "&gt;", "&nbsp;&gt;&nbsp;"])
@pytest.mark.parametrize("label", ["当前位置：", "您所在的位置:&nbsp;", ""])
@pytest.mark.parametrize("links", [LINKS, PLAIN], ids=["links", "plain"])
def test_the_breadcrumb_of_a_mirror_keeps_its_sections(
    sign: str, label: str, links: tuple[str, ...]
) -> None:
    crumb = f"<div class='crumb'>{label}{sign.join(links)}{sign}正文</div>"
    given = legitimate.page("全市数据安全工作会议召开", PARAGRAPHS)
    start = given.index('<div class="crumb">')
    html = given[:start] + crumb + given[given.index("</div>", start) + 6 :]
    html = html.replace("&nbsp;", "\xa0")
    served = mirrors.mirrored(html, mirrors.bytewise)
    page = extract_page(served.encode(), URL, content_type="text/html; charset=utf-8")
    assert page.script == "mirrored"
    assert page.breadcrumb == ("首页", "政务公开", "工作动态")


@pytest.mark.parametrize(
    ("served", "restored"),
    [
        (["首頁?走進我市?政務公開?辦事服務?互動交流?專題"], None),
        (["首頁??新聞??公告"], None),
        (["如何申請?到哪裡辦理?"], None),
        (["首頁?> 新聞 >?誰來負責?"], ["首頁 > 新聞 > 誰來負責?"]),
        (["首頁", " ? ", "新聞", " ? 正文"], ["首頁", ">  ", "新聞", ">  正文"]),
        (["當前位置:?首頁 ? 新聞"], ["當前位置: 首頁>  新聞"]),
    ],
)
def test_only_a_breadcrumb_without_separators_gets_arrows(
    served: list[str], restored: list[str] | None
) -> None:
    assert restore_signs(served, [1] * len(served)) == (restored or served)


def test_spaces_are_put_back_where_lines_begin_with_a_lost_one() -> None:
    served = ["??5月6日,市政府召開會議。誰來負責?局長回答。", "來源:?市政府"]
    assert restore_signs(served, [1, 2]) == [
        "  5月6日,市政府召開會議。誰來負責 局長回答。",
        "來源: 市政府",
    ]
    assert restore_signs(served[1:], [2]) == served[1:]


@pytest.mark.parametrize(
    ("served", "restored"),
    [
        (
            "時間:2017-08-23?作者:才讓?來源:育種室?點擊:[",
            "時間:2017-08-23 作者:才讓 來源:育種室 點擊:[",
        ),
        ("撰文:蒲 丹??|??2021.06.18??|??閱讀 452", "撰文:蒲 丹  |  2021.06.18  |  閱讀 452"),
        ("作者:Administrator ??", "作者:Administrator   "),
        ("誰來負責?記者:問題在哪裡?局長:不清楚?", None),
    ],
)
def test_spaces_are_put_back_between_the_labels_of_a_line(
    served: str, restored: str | None
) -> None:
    assert restore_signs([served], [1]) == [restored or served]


def test_a_role_between_names_is_set_apart_by_spaces() -> None:
    served = ["新華社河州頻道?記者?林遠山?王小明", "油價為何上漲?記者調查?"]
    assert restore_signs(served, [1, 2])[0] == "新華社河州頻道 記者 林遠山 王小明"
    assert restore_signs(["河州頻道? 記者? 林遠山"], [1]) == ["河州頻道  記者  林遠山"]
