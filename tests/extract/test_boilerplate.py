"""Lines of the frame are told from lines of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.extract.boilerplate import CRUMB, MAX_CHARS, frame_rule, is_widget

WIDGETS = [
    "打印字号大中小分享微信 微博 复制链接",
    "【字体：大 中 小 】", "打印", "【打印本页】 【关闭窗口】", "字体：[ 大 中 小 ]", "微信 新浪微博", "全文下载",
    "浏览次数：次 字体：【大 中 小】", "听全文", "打印页面 | 分享到:", "视力保护色：", "-次", "字號：",
]  # fmt: skip
AFTER = [
    "分享到：", "扫一扫在手机打开当前页", "上一篇：无", "下一篇 关于召开会议的通知", "相关附件", "相关阅读", "热点推荐",
    "返回顶部 打印本页", "【返回顶部】 【关闭窗口】", "免责声明：", "网友评论", "掃一掃在手機打開當前頁",
    "县报网版权与免责声明：", "某某新闻网的版权声明:",
    "网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）",
    "网友评论仅供其表达个人看法，并不表明本网立场。", "网友留言仅代表个人观点",
]  # fmt: skip
FOOTERS = [
    "版权所有：某市人民政府", "某公网安备 44010602000929号", "主办单位：某县人民政府办公室", "网站标识码：4401000004",
    "技术支持：某某公司", "网站地图", "Copyright 2010 All Rights Reserved", "建议使用1024×768分辨率浏览",
    "关于我们 站点地图 建议意见 法律声明", "联系我们 | 网站声明 | 加入收藏",
]  # fmt: skip
TEXTS = [
    "下一步，市农业农村局将加强技术指导。", "大会听取了工作报告。", "打印机等办公设备统一采购。", "中国", "2018年",
    "相关部门要各负其责，抓好落实。", "小微企业贷款余额增长", "扫黑除恶专项斗争取得成效", "更多群众得到实惠",
    "字画展在文化馆开幕", "联系我们的电话已经更换", "分享会在图书馆举行，读者踊跃参加",
    "记者从市数据局获悉，第三季度12345政务服务便民热线共受理群众诉求十八万件。", "遥感影像分辨率达到0.5米，覆盖全市。",
    "软件的版权所有人应当依法登记，未登记的不受理。", "未取得ICP备案的网站，不得从事互联网信息服务。", "无障碍环境建设条例施行",
    "累计访问人数突破十万，同比增长两成。", "网站声明中应当写明主管部门，并公布电话。", "下一个五年，全县要建成水库三座。",
    "扫码入园的游客可以领取一份地图，每人限领一份。", "您认为该政策执行中还有哪些问题？", "郑重声明：我局从未委托任何机构开展收费培训。",
    "下载表格后请打印两份，加盖公章。", "返回的材料由窗口退还申请人，并说明理由。", "收藏文物的单位应当建立档案。", "推荐单位应当公示五个工作日。",
    "关闭煤矿六处，分流职工三百人。", "打印社要登记经营者的信息", "声明作废", "上一届委员会的工作报告", "内容", "文章", "手机", "操作",
    "隐私保护工作指南印发", "联系我们村的第一书记", "评论", "网友评论称，新校舍宽敞明亮，孩子们很喜欢。",
]  # fmt: skip


@pytest.mark.parametrize("line", WIDGETS)
def test_tool_bars(line: str) -> None:
    assert frame_rule(line) in ("widget", "after_text")


@pytest.mark.parametrize("line", AFTER)
def test_what_follows_a_text(line: str) -> None:
    assert frame_rule(line) in ("after_text", "disclaimer")


@pytest.mark.parametrize("line", FOOTERS)
def test_footers(line: str) -> None:
    assert frame_rule(line) == "footer"
    assert frame_rule(line, footers=False) != "footer"


@pytest.mark.parametrize("line", TEXTS)
def test_lines_of_a_text_are_none(line: str) -> None:
    assert frame_rule(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页", "您现在所在的位置：", "您的位置：", "当前的位置：", "您所在的位置：首页>>", "现在位置：",
        "您当前所在位置：首页", "当前位置 : 首页",
    ],
)  # fmt: skip
def test_breadcrumbs(line: str) -> None:
    assert CRUMB.match(line)


@given(st.text(max_size=300))
def test_long_lines_are_never_of_the_frame(line: str) -> None:
    rule = frame_rule(line)
    assert rule in (None, "footer", "after_text", "widget")
    if len(line) > MAX_CHARS:
        assert rule is None


@given(
    st.lists(
        st.sampled_from(["打印", "关闭窗口", "收藏", "微博", "浏览次数"]), min_size=1, max_size=5
    )
)
def test_any_mix_of_tools_is_a_tool_bar(words: list[str]) -> None:
    assert is_widget(" | ".join(words))
