"""What changed between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.browse.diff import Difference, compare

passages = st.text(alphabet="防汛应急预案，。\n", max_size=60)


def side(difference: Difference, *kinds: str) -> str:
    """The text that runs of `kinds` make up, newlines left out."""
    runs = (run for paragraph in difference.paragraphs for run in paragraph.runs)
    return "".join(run.text for run in runs if run.kind in kinds)


@given(passages, passages)
def test_both_texts_can_be_read_back(older: str, newer: str) -> None:
    difference = compare(older, newer)

    assert side(difference, "same", "removed") == older.replace("\n", "")
    assert side(difference, "same", "added") == newer.replace("\n", "")


@given(passages)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    difference = compare(text, text)

    assert (difference.added, difference.removed) == (0, 0)
    assert not any(paragraph.changed for paragraph in difference.paragraphs)


@pytest.mark.parametrize(
    ("older", "newer", "removed", "added"),
    [
        ("在三十分钟内完成", "在十五分钟内完成", 1, 1),
        ("责任到人。", "责任到岗到人。", 0, 2),
        ("储备编织袋20万条、冲锋舟36艘", "储备编织袋26万条、冲锋舟42艘", 3, 3),
        ("一\n二\n三", "一\n三", 1, 0),
        ("一\n三", "一\n二\n三", 0, 1),
    ],
)
def test_changes_are_told_by_character(older: str, newer: str, removed: int, added: int) -> None:
    difference = compare(older, newer)

    assert (difference.removed, difference.added) == (removed, added)


def test_rewritten_sentences_are_not_cut_into_confetti() -> None:
    older = "会议强调，要坚持人民至上的理念，把各项措施落到实处。"
    newer = "他来到现场，察看了新建的水库，看望慰问了一线的干部。"

    assert len([p for p in compare(older, newer).paragraphs for _ in p.runs]) <= 5


def test_a_long_unlike_passage_takes_bounded_time() -> None:
    older = "".join(chr(0x4E00 + (i * i) % 997) for i in range(20_000))
    newer = "".join(chr(0x4E00 + (i * 7919) % 991) for i in range(20_000))
    started = time.process_time()

    compare(older, newer)

    assert time.process_time() - started < 5  # minutes, were it compared to the last character
