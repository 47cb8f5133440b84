"""Bytes of any encoding under any label come out right, or are flagged."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_spider.extract.charset import COMMON, DAMAGE, MIXED, READABLE, decode, readability

HANS = "县政府办公室关于印发全县森林防火工作方案的通知，各乡镇人民政府：现予印发，请认真贯彻执行。"
HANT = "縣政府關於推動社區長者照顧服務的公告，各鄉鎮公所應依規定辦理，並將執行結果報縣政府備查。"
ENCODINGS = ["utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16"]
LABELS = [*ENCODINGS, None]
WHERE = ["header", "meta", "both"]


def page(text: str, label: str | None = None, *, paragraphs: int = 3) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    rows = "".join(f"<p>{text}</p>\n" for _ in range(paragraphs))
    return f"<html><head>{meta}<title>{text[:12]}</title></head>\n<body>{rows}</body></html>"


def content_type(label: str | None) -> str:
    return f"text/html; charset={label}" if label else "text/html"


def test_matrix_of_encoding_label_and_place() -> None:
    failures = []
    for encoding, label, where in itertools.product(ENCODINGS, LABELS, WHERE):
        text = page(HANT if encoding == "big5" else HANS, label if where != "header" else None)
        header = content_type(label) if where != "meta" else None
        got = decode(text.encode(encoding), header)
        if got.text != text or got.replacements or got.flags:
            failures.append((encoding, label, where, got.encoding, got.flags))
    assert failures == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", LABELS)
def test_utf16_without_byte_order_mark(encoding: str, label: str | None) -> None:
    text = page(HANS, label)
    got = decode(text.encode(encoding), content_type(label))
    assert (got.text, got.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_beats_every_label_and_is_not_text(encoding: str) -> None:
    text = page(HANS, "gb2312")
    assert decode(text.encode(encoding), "text/html; charset=big5").text == text


@pytest.mark.parametrize(
    ("label", "used"),
    [("gb2312", "gb18030"), ("GBK", "gb18030"), ("x-gbk", "gb18030"), ("big5", "big5hkscs")],
)
def test_the_wider_encoding_is_used_and_named(label: str, used: str) -> None:
    text = page(HANT if used == "big5hkscs" else HANS + "朱镕基、𠮷、龘")
    got = decode(text.encode(used), content_type(label))
    assert (got.text, got.encoding) == (text, used)


@pytest.mark.parametrize(
    "meta",
    [
        "<meta httpequiv=Content-Type content='text/html; charset=gb2312'>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html;charset = GB2312" />',
        "<meta charset='gb2312'><meta charset='utf-8'>",
        '<meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html; charset=gbk">',
        '<?xml version="1.0" encoding="gb2312"?>',
        "<meta charset=klingon>",
        "<meta charset=rot13><meta charset=zlib>",
        "<meta charset='\x00'>",
        "<script>" + "/* long */" * 1000 + "</script><meta charset=gb2312>",
    ],
)
def test_broken_and_contradicting_metas(meta: str) -> None:
    text = f"{meta}<p>{HANS}</p>"
    assert decode(text.encode("gb18030")).text == text


def test_header_label_decides_what_bytes_do_not() -> None:
    japanese = page("市役所からのおしらせです。ごみの収集日がかわります。")
    got = decode(japanese.encode("shift_jis"), content_type("Shift_JIS"))
    assert got.text == japanese
    russian = page("Администрация уезда сообщает о приёме граждан")
    assert decode(russian.encode("cp1251"), content_type("windows-1251")).text == russian


@pytest.mark.parametrize("label", ["iso-8859-1", "utf-8", None])
def test_stray_latin_bytes_among_ascii(label: str | None) -> None:
    body = b"<p>County government \xa9 2020, caf\xe9 </p>"
    assert decode(body, content_type(label)).text == "<p>County government © 2020, café </p>"


def test_few_chinese_characters_that_pass_as_utf8() -> None:
    body = "<meta charset=gb2312><p>模式</p>".encode("gb18030")
    assert body.decode("utf-8").endswith("<p>ģʽ</p>")
    cyrillic = "<meta charset=gb2312><p>Добро пожаловать</p>"
    assert decode(cyrillic.encode(), "text/html; charset=utf-8").text == cyrillic
    assert decode(body).text == "<meta charset=gb2312><p>模式</p>"


def test_a_character_cut_in_two_is_one_replacement_and_flagged() -> None:
    good = page(HANS)
    body = good.encode().replace("通知".encode(), "通知".encode()[:-1], 1)
    got = decode(body, content_type("utf-8"))
    assert got.text == good.replace("通知", "通\ufffd", 1)
    assert (got.encoding, got.replacements, got.flags) == ("utf-8", 1, (DAMAGE,))


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_broken_byte_leaves_the_rest_whole(encoding: str) -> None:
    good = page(HANT if encoding == "big5hkscs" else HANS)
    body = good.encode(encoding).replace(b"</p>", b"\xff</p>", 1)
    got = decode(body, content_type("utf-8"))
    assert (got.encoding, got.replacements, got.flags) == (encoding, 1, (DAMAGE,))
    assert got.text.replace("\ufffd", "") == good


@pytest.mark.parametrize(("outer", "inner"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", None])
def test_two_encodings_in_one_page(outer: str, inner: str, label: str | None) -> None:
    frame = page(HANS, label, paragraphs=6)
    part = "<div>下一篇：全市秋粮收购进度通报，政策性收购已经开始</div>"
    got = decode(frame.encode(outer) + part.encode(inner), content_type(label))
    assert got.text == frame + part
    assert MIXED in got.flags
    assert got.encoding == outer


def test_replacement_characters_that_came_with_the_page_are_counted() -> None:
    got = decode(page(HANS.replace("方案", "\ufffd\ufffd")).encode())
    assert got.replacements == 6
    assert got.flags == (DAMAGE,)


def test_published_mojibake_is_flagged() -> None:
    mojibake = (HANS * 3).encode().decode("gb18030", "ignore")
    assert decode(page(mojibake).encode()).flags == (DAMAGE,)


@pytest.mark.parametrize(
    "text", ["བོད་ཡིག་གི་ཡིག་ཆ་", "ئۇيغۇرچە ھۆججەت", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "한국어 문서입니다"]
)
def test_other_scripts_in_utf8_are_not_called_damaged(text: str) -> None:
    got = decode(page(text * 20).encode(), content_type("gb2312"))
    assert (got.text, got.flags) == (page(text * 20), ())


@pytest.mark.parametrize("body", [b"", b"<p>plain</p>"])
def test_ascii_and_nothing(body: bytes) -> None:
    got = decode(body, content_type("gb2312"))
    assert (got.text, got.encoding, got.flags) == (body.decode(), "utf-8", ())


def test_common_characters_tell_right_from_wrong_readings() -> None:
    for right, wrong in itertools.permutations(["utf-8", "gb18030"], 2):
        assert readability(HANS.encode(right).decode(wrong, "replace"))[0] < READABLE / 2
    assert readability(HANT.encode("big5").decode("gb18030", "replace"))[0] < READABLE / 2
    assert min(readability(HANS)[0], readability(HANT)[0]) > 1.5 * READABLE


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=30)))
def test_any_bytes_give_a_text_that_owns_up(body: bytes, header: str | None) -> None:
    got = decode(body, header)
    assert got.replacements == got.text.count("\ufffd")
    assert (DAMAGE in got.flags) >= (got.replacements > 0)
    got.text.encode("utf-8", "surrogatepass")


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(sorted(COMMON)), min_size=16, max_size=60),
    st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16"]),
    st.sampled_from(LABELS),
    st.sampled_from(LABELS),
)
def test_any_chinese_text_under_any_labels(
    chars: list[str], encoding: str, header: str | None, meta: str | None
) -> None:
    text = page("".join(chars), meta, paragraphs=1)
    try:
        body = text.encode(encoding)
    except UnicodeEncodeError:  # a Simplified character has no place in Big5
        return
    got = decode(body, content_type(header))
    assert got.text == text or DAMAGE in got.flags
