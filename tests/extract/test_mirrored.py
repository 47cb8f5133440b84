"""A mirror's copy is read back into what the portal published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import legitimate
import mirrors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from portal_spider.extract.mirror.damage import UNKNOWN, repair_damage, unread_readings
from portal_spider.extract.mirror.glosses import strip_glosses
from portal_spider.extract.page import extract_page
from portal_spider.extract.script import restore_punctuation, script_of, to_simplified
from portal_spider.items import Page

URL = "http://www.example.gov.cn/zwgk/202405/t20240506_1.html"
TITLE = "全市计量测试与网络数据安全工作会议召开"
PARAGRAPHS = (
    "5月6日，市政府召开全市计量测试与网络数据安全工作会议，传达学习国务院有关规定，研究部署下一阶段的重点任务。",
    "会议强调，各有关单位要对测量仪器的使用情况进行全面检查，建立健全政府数据管理制度，切实担当起应当承担的职责。",
    "会议要求，要进一步规范标准，强化统计监测，优化营商环境，推动当地经济实现高质量发展，确保各项措施落到实处。",
    "市市场监督管理局、市大数据局、市统计局等部门的主要负责人，以及各县（区）分管领导参加会议。",
)


def read(html: str, **options: bool) -> Page:
    return extract_page(html.encode(), URL, content_type="text/html; charset=utf-8", **options)


CLEAN = legitimate.page(TITLE, PARAGRAPHS)


@pytest.mark.parametrize("mirror", mirrors.MIRRORS.values(), ids=mirrors.MIRRORS)
def test_every_field_of_a_mirror_is_that_of_the_original(mirror: Callable[[str], str]) -> None:
    page = read(mirrors.mirrored(CLEAN, mirror), restore_punctuation=True)
    clean = read(CLEAN)
    assert page.script == "mirrored"
    for name in ("title", "published_at", "source", "breadcrumb", "paragraphs"):
        assert getattr(page, name) == getattr(clean, name), name


def test_the_text_as_served_is_kept_beside_the_text_read_back() -> None:
    page = read(mirrors.mirrored(CLEAN, mirrors.bytewise))
    served = mirrors.mirrored(CLEAN, mirrors.bytewise)
    assert len(page.published_paragraphs) == len(page.paragraphs)
    assert all(paragraph in served for paragraph in page.published_paragraphs)
    assert page.published_title
    assert page.published_title in served


def test_glosses_and_repairs_are_told() -> None:
    page = read(mirrors.mirrored(CLEAN, mirrors.bytewise))
    rules = {removal.rule for removal in page.removed}
    assert {"toned_gloss", "bytes_restored"} <= rules
    assert "國(guó)" in {removal.text for removal in page.removed}


def test_ascii_punctuation_stays_unless_asked_for() -> None:
    html = mirrors.mirrored(CLEAN, mirrors.toned)
    assert read(html).paragraphs[0].startswith("5月6日,市政府")
    assert read(html, restore_punctuation=True).paragraphs[0].startswith("5月6日，市政府")


def test_a_traditional_page_without_glosses_is_converted_and_kept() -> None:
    page = read(mirrors.mirrored(CLEAN, mirrors.spun))
    assert page.script == "hant"
    assert page.paragraphs == PARAGRAPHS
    assert page.published_paragraphs == tuple(map(mirrors.spun, PARAGRAPHS))


def test_keep_leaves_traditional_text_as_published() -> None:
    html = mirrors.mirrored(CLEAN, mirrors.spun).encode()
    page = extract_page(html, URL, content_type="text/html; charset=utf-8", script="keep")
    assert page.paragraphs == tuple(map(mirrors.spun, PARAGRAPHS))


LEGITIMATE = {
    "a rare name": "经研究，任命商赟(yūn)为副局长，屾(shēn)山为科长，王堃（kūn）为主任。",
    "a poem with every reading": "床(chuáng)前(qián)明(míng)月(yuè)光(guāng)疑(yí)是(shì)",
    "the same in Traditional": "煙(yān)籠(lóng)寒(hán)水(shuǐ)月(yuè)籠(lóng)沙(shā)",
    "a lesson on readings": "還(hái)是與還(huán)錢，長(cháng)江與校長(zhǎng)，音樂(yuè)有別。",
    "names in a Traditional page": "出席的有陳堃(kūn)先生、林喆(zhé)女士、張燊(shēn)先生等人。",
    "places": "六硍（yín）镇、者夯(hāng)乡、郪(qī)江镇的读音以公告为准。",
}


@pytest.mark.parametrize("text", LEGITIMATE.values(), ids=LEGITIMATE)
def test_readings_that_a_writer_gave_stay(text: str) -> None:
    assert strip_glosses([text]).texts == (text,)


def test_a_name_annotated_in_the_original_stays_annotated_in_the_mirror() -> None:
    text = (
        "經(jīng)研究,國(guó)務(wù)院任命商贇(yūn)為網(wǎng)絡(luò)辦主任,主持數(shù)據(jù)工作。"
    )
    cleaned = strip_glosses([text])
    assert cleaned.texts == ("經研究,國務院任命商贇(yūn)為網絡辦主任,主持數據工作。",)
    assert cleaned.style == "toned"


@pytest.mark.parametrize(
    ("served", "recovered"),
    [
        ("對測量?jī)x器進行檢查", "對測量儀器進行檢查"),
        ("公開政府?dāng)?shù)據", "公開政府數據"),
        ("再造紅色I(xiàn)P佳作", "再造紅色IP佳作"),
        ("拿出勇?zhí)?幫助黨員", "拿出勇氣,幫助黨員"),
        ("作爲?yīng)毩?z查會計賬目", "作爲獨立檢查會計賬目"),
        ("六個環節,每?zǒng)?環節都要確認", "六個環節,每個環節都要確認"),
        ("他說:“要有新?zhí)庀蟆！?", "他說:“要有新氣象。”"),
    ],
)
def test_bytes_lost_to_a_replacement_are_computed(served: str, recovered: str) -> None:
    assert repair_damage([served], set("績數當獻職應總")).texts == (recovered,)


def test_a_sign_closes_only_what_is_open() -> None:
    (text,) = repair_damage(["要有新?zhí)庀蟆！?"], set("職")).texts
    assert text.startswith("要有新氣象。")
    assert "”" not in text


def test_a_guess_is_told_from_what_is_sure() -> None:
    repaired = repair_damage(["他挑起了千斤重?fù)?從不叫苦"], set("數當獻"))
    (repair,) = repaired.repairs
    assert repair.complete
    assert not repair.sure


@pytest.mark.parametrize(
    ("served", "recovered"),
    [
        ("對測量(jī)x器進行檢查", "對測量儀器進行檢查"),
        ("公開政府(dāng)數據", "公開政府(dāng)數據"),
        ("任命商贇(yūn)爲局長", "任命商贇(yūn)爲局長"),
    ],
)
def test_a_loss_without_a_mark_is_recovered_where_one_answer_fits(
    served: str, recovered: str
) -> None:
    assert repair_damage([served], set("績數")).texts == (recovered,)


def test_a_reading_left_after_a_loss_is_told() -> None:
    texts = ("公開政府(dāng)數據", "任命商贇(yūn)爲局長", "把家惶hào)墓")
    assert list(unread_readings(texts)) == ["府(dāng)", "惶hào)"]


def test_a_rare_character_is_never_sure() -> None:
    repaired = repair_damage(["全縣把家惶?hào)墓こ探ㄔO(shè)好"], set("號設"))
    assert not any(repair.sure for repair in repaired.repairs)


def test_a_page_that_lost_bytes_without_a_mark_is_flagged() -> None:
    html = mirrors.mirrored(CLEAN, mirrors.bytewise).replace("?", "")
    page = read(html)
    assert page.script == "mirrored"
    assert "encoding_damage" in page.flags


def test_what_several_characters_fit_is_flagged() -> None:
    repaired = repair_damage(["購買無償?shù)?但是到時候"], set("數"))
    assert not any(repair.sure or repair.complete for repair in repaired.repairs)
    assert UNKNOWN in repaired.texts[0]


@pytest.mark.parametrize(
    ("served", "recovered"),
    [
        ("當?shù)?0餘名幹部參加", f"當地{UNKNOWN}0餘名幹部參加"),
        ("當?shù)?00多名幹部參加", f"當地{UNKNOWN}00多名幹部參加"),
        ("幫助當?shù)?5戶貧困戶", f"幫助當地{UNKNOWN}5戶貧困戶"),
    ],
)
def test_a_digit_that_may_have_vanished_before_others_is_flagged(
    served: str, recovered: str
) -> None:
    assert repair_damage([served], set("數")).texts == (recovered,)


@given(st.text(alphabet=st.characters(codec="gbk"), max_size=60))
def test_repair_never_fails_and_leaves_sound_text_alone(text: str) -> None:
    assert len(repair_damage([text, text + "?jī)x器"]).texts) == 2
    if ")" not in text:
        assert repair_damage([text]).texts == (text,)


SENTENCES = (
    "会议强调，各有关单位要对测量仪器的使用情况进行全面检查，切实担当起职责。",
    "市政府数据开放平台在当地举行启动仪式，应当独立检查会计账目。",
    "要进一步规范标准，强化统计监测，推动当地经济实现高质量发展。",
    "网络安全关系当前国家发展大局，各级机关应当学习有关规定。",
    "幸运获奖的学生在当晚的活动中表现出勇气和担当的精神。",
    "负责测量的工程师对仪器逐一检定，并将数据上报主管部门。",
    "企业应当依法纳税，主动接受财政、审计机关的监督。",
    "规划明确，到二〇三〇年建成现代化的水利设施体系。",
)


@settings(max_examples=50)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique=True))
def test_repaired_text_is_the_original_or_flagged(sentences: list[str]) -> None:
    stripped = strip_glosses([mirrors.bytewise(text) for text in sentences])
    if stripped.style is None:
        return
    repaired = repair_damage(stripped.texts, {char for char, _ in stripped.taken})
    originals = tuple(mirrors.spun(text.translate(mirrors.TO_ASCII)) for text in sentences)
    assert repaired.texts == originals or not all(repair.sure for repair in repaired.repairs)


@given(st.text(max_size=60))
def test_conversion_is_that_of_opencc(text: str) -> None:
    assert to_simplified(text) == OpenCC("t2s").convert(text)


@pytest.mark.parametrize("text", ["一目瞭然的著作，乾坤顯著", "么麼 上鍊", "國務院發布《規範》"])
def test_conversion_keeps_opencc_phrases(text: str) -> None:
    assert to_simplified(text) == OpenCC("t2s").convert(text)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_stripping_glosses_never_fails_nor_adds(texts: list[str]) -> None:
    cleaned = strip_glosses(texts).texts
    assert [len(a) <= len(b) for a, b in zip(cleaned, texts, strict=True)] == [True] * len(texts)


def test_the_majority_tells_the_script() -> None:
    assert script_of(["国务院办公厅关于印发的通知", "參考"]) == "hans"
    assert script_of(["國務院辦公廳關於印發的通知", "参考"]) == "hant"
    assert script_of(["2024", ""]) == "hans"


def test_punctuation_of_clocks_and_foreign_words_stays() -> None:
    text = "时间:08:51:39,来源(市局):https://a.example/?a=1 Hello, world!"
    assert (
        restore_punctuation(text)
        == "时间：08:51:39，来源（市局）：https://a.example/?a=1 Hello, world!"
    )


SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.mark.skipif(not SEED.exists(), reason="needs the seed page beside the project")
def test_the_page_that_it_began_with() -> None:
    gold = json.loads((SEED / "gold.json").read_text("utf-8"))
    page = extract_page((SEED / "page.txt").read_bytes(), gold["url"], content_type="text/plain")
    for name in ("title", "published_at", "source"):
        assert getattr(page, name) == gold[name]
    assert list(page.paragraphs) == gold["paragraphs"]
    assert list(page.breadcrumb) == gold["breadcrumb"]
    kinds = {removal.kind for removal in page.removed}
    assert {"gloss", "spam"} <= kinds
