"""Phrases pushed into sentences and between them go, whole and alone; what sentences say stays."""

from __future__ import annotations

import legitimate
import pytest
from test_spam import PARAGRAPHS, TITLE, article, fields, read

PHRASES = (
    "金鼎真人棋牌官网", "熟女偷拍视频在线看", "豪门弃妃最新章节无弹窗", "飞兔加速器永久免费版",
    "蜜柚成人视频在线看", "黑户秒批贷款口子", "复古传奇私服今日新开", "阳痿早泄哪家医院好",
)  # fmt: skip
"""Names that nobody bears, before words of the trades."""
SPLIT = ("安全生产|工作", "市行政|中心", "上级会|议精神", "重点|工作。", "当前形|势", "下一阶|段")
"""Where sentences of the article are cut in two, mostly inside of a word."""


def hacked(at: str, phrase: str) -> str:
    """The article with a phrase where `|` stands in a piece of its first paragraph."""
    first, _, _ = PARAGRAPHS
    before, after = at.split("|")
    assert before + after in first
    return article().replace(first, first.replace(before + after, before + phrase + after, 1))


@pytest.mark.parametrize("at", SPLIT)
@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_inside_a_sentence_goes(phrase: str, at: str) -> None:
    assert fields(read(hacked(at, phrase))) == fields(read(article()))


@pytest.mark.parametrize("marks", ["|{}|", " {} ", "{}，", "-{}-"])
@pytest.mark.parametrize("phrase", PHRASES[:4])
def test_it_goes_with_the_marks_that_came_with_it(phrase: str, marks: str) -> None:
    at = "当前形势，|部署" if marks == "{}，" else "安全生|产工作"
    paragraphs = read(hacked(at, marks.format(phrase))).paragraphs
    assert paragraphs[0].translate(str.maketrans("", "", " |-")) == PARAGRAPHS[0]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_between_sentences_goes(phrase: str) -> None:
    sentence = "各乡镇要把责任落实到人。"
    whole = f"{PARAGRAPHS[1]}{sentence}"
    clean = article().replace(PARAGRAPHS[1], whole)
    copy = clean.replace(whole, f"{PARAGRAPHS[1]}{phrase}{sentence}")
    assert fields(read(copy)) == fields(read(clean))


@pytest.mark.parametrize("phrase", [PHRASES[i] for i in (1, 2, 3, 7)])
def test_a_line_of_phrases_goes_whole(phrase: str) -> None:
    copy = article().replace("</p>", f"</p><p>青藤体育官网入口，{phrase}，海天城登录</p>", 1)
    assert read(copy).paragraphs == PARAGRAPHS


def test_a_line_goes_whole_though_a_phrase_ends_in_a_telephone_number() -> None:
    line = f"{PHRASES[1]},开餐饮发票加我13800000000,青藤时时中特"
    copy = article().replace("</p>", f"</p><p>{line}</p>", 1)
    assert read(copy).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("at", ["平安乡|村", "邻里|互助"])
def test_a_phrase_inside_what_is_quoted_goes(at: str) -> None:
    sentence = "各地要以“平安乡村”“邻里互助点”为抓手，把工作做到群众的家门口。"
    before, after = at.split("|")
    clean = article().replace(PARAGRAPHS[1], sentence)
    copy = clean.replace(before + after, before + PHRASES[0] + after, 1)
    assert copy != clean
    assert fields(read(copy)) == fields(read(clean))


@pytest.mark.parametrize("at", [SPLIT[2], *SPLIT[4:]])
@pytest.mark.parametrize("phrase", ["迷药购买渠道", "伴游模特预约"])
def test_a_phrase_of_plain_words_that_breaks_a_word_goes(phrase: str, at: str) -> None:
    assert fields(read(hacked(at, phrase))) == fields(read(article()))


def test_a_name_with_such_a_word_in_it_stays() -> None:
    sentence = "中标人为成都银河国际娱乐城装饰工程有限公司，请于三日内到中心领取通知书。"
    paragraphs = (*PARAGRAPHS, sentence)
    assert read(legitimate.page(TITLE, paragraphs)).paragraphs == paragraphs


def test_several_in_one_paragraph_go() -> None:
    first = PARAGRAPHS[0]
    copy = first.replace("会议精神", f"会议{PHRASES[1]}精神").replace(
        "当前形", f"当{PHRASES[3]}前形"
    )
    page = read(article().replace(first, copy))
    assert page.paragraphs[0] == first
    taken = [removal for removal in page.removed if removal.rule == "inserted"]
    assert {removal.text for removal in taken} == {PHRASES[1], PHRASES[3]}
    assert all(removal.score and 0.5 < removal.score <= 1 for removal in taken)


SPOKEN = (
    "会上通报了真人棋牌、网络百家乐等案件的办理情况，要求各单位引以为戒，加强对干部的教育。",
    "县医院男科、妇科、皮肤科门诊可以在线预约，早泄、前列腺炎等疾病的治疗费用按规定报销。",
    "图书馆新增网络小说、漫画和影视资料，读者登录官网后可以免费观看，也可以下载安装客户端。",
    "创业担保贷款实行无抵押、免担保，当天申请、当天放款，额度最高三十万元，由财政全额贴息。",
    "“丝路传奇”网络游戏取得版号，由本市一家企业研发，今日在各大平台开启下载，获得玩家好评。",
    "他每天坚持直播带货，在线观看人数超过一万，成了远近闻名的网红主播，带动了全村脱贫致富。",
    "检查发现，金鼎皇冠国际KTV应急照明灯损坏，葡京养生会所安全出口上锁，银河欢乐城电玩厅线路老化。",
    "失主称其最后一次使用是在葡京洗浴中心门前，当时天色已晚，附近也没有其他行人可以帮忙寻找。",
    "群众反映有人在公交站台张贴“治疗阳痿早泄、包皮过长，当天见效”的小卡片，执法队员已全部清理。",
    "展馆一区二区为家电展区，三区四区为美食展区，市民凭身份证登记后即可免费入场参观和购物。",
    "全年体育彩票销量突破三亿元，其中竞彩足球和篮球贡献了一半以上的销量。",
    "信用卡套现会影响个人征信，广大市民要树立正确的消费观，按时足额还款。",
    "患者不要轻信中药壮阳补肾的说法，应到正规医院就诊，听从医师的意见。",
    "激情五月合唱音乐会在大剧院上演，二十支队伍同台竞技，观众座无虚席。",
    "开元棋牌文化协会举办首届象棋公开赛，来自各地的八十名棋手报名参赛。",
    "澳门金沙度假区、银河综合度假城等企业的代表参加了本次旅游推介会。",
    "德州扑鸡加盟店获评食品安全示范店，负责人介绍了进货查验的经验。",
    "代练车手与职业车手同场竞技，摩托越野赛精彩纷呈，吸引了众多观众。",
    "私家侦探题材话剧在大剧院连演三场，学生凭证件可以享受半价优惠。",
    "检察机关对一起代开增值税专用发票案提起公诉，涉案金额八千万元，案件正在审理。",
    "这类网站专门收钱替私服打广告，运营者明知其未经授权，仍为其提供推广服务。",
    "购买、虚开发票的，虚开增值税专用发票税款数额十万元以上即可追究责任。",
    "外汇局提醒广大市民，网络炒汇、炒虚拟币平台均为非法，切勿投入资金。",
    "获授权的赌博只限马会举办的赛马、足球博彩及六合彩奖券，市民应当留意。",
)
"""What portals say with words that advertisers have, too."""


@pytest.mark.parametrize("sentence", SPOKEN)
def test_what_a_sentence_says_stays(sentence: str) -> None:
    paragraphs = (*PARAGRAPHS, sentence)
    assert read(legitimate.page(TITLE, paragraphs)).paragraphs == paragraphs


def test_a_headline_with_years_stays_whole() -> None:
    title = "福利彩票公益金（双色球收益）2023-24年度拨款摘要"
    assert read(legitimate.page(title, PARAGRAPHS)).title == title


OWN_LINES = (
    "<h2>{}</h2>", '<p><a href="/2024/118.html">{}</a></p>', "<p>{}2024</p>", "<strong>{}</strong>",
)  # fmt: skip


@pytest.mark.parametrize("markup", OWN_LINES)
@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_in_a_line_of_its_own_goes(phrase: str, markup: str) -> None:
    end = f"{PARAGRAPHS[0]}</p>"
    copy = article().replace(end, end + markup.format(phrase), 1)
    assert copy != article()
    assert fields(read(copy)) == fields(read(article()))


@pytest.mark.parametrize(
    "heading", ["手机客户端下载", "在线观看直播", "贷款对象和额度", "体彩公益金2024"]
)
def test_a_heading_of_the_text_stays(heading: str) -> None:
    end = f"{PARAGRAPHS[0]}</p>"
    page = read(article().replace(end, f"{end}<h2>{heading}</h2>", 1))
    assert heading in page.paragraphs


@pytest.mark.parametrize("form", ["（{}）", "。{}。", "，{}，"])
@pytest.mark.parametrize("phrase", ["满堂彩网投官网", "一滴倒迷药货到付款", "贵宾码棋牌官网"])
def test_it_goes_to_the_marks_of_its_clause(phrase: str, form: str) -> None:
    first = PARAGRAPHS[0]
    mark = {"（{}）": "行政中心召开", "。{}。": "重点工作。", "，{}，": "当前形势，"}[form]
    given = form.format(phrase) if form[0] == "（" else form.format(phrase)[1:]
    at = first.index(mark) + len(mark)
    copy = article().replace(first, f"{first[:at]}{given}{first[at:]}", 1)
    assert read(copy).paragraphs[0].replace("。。", "。") == first
