"""The timetable is a hint: neither a bad file nor a clock that is put back keeps crawls waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_spider.archive.timetable import MOST_HELD, Timetable, open_timetable

HOST = "www.example.gov.cn"
NOW = 1_800_000_000.0
YEAR = 365 * 86400.0


def test_crawls_side_by_side_take_turns(tmp_path: Path) -> None:
    one, other = (open_timetable(tmp_path / "hosts.db") for _ in range(2))
    turns = [table.reserve(HOST, 2.0, NOW).at for table in (one, other, one, other)]
    assert turns == [NOW, NOW + 2, NOW + 4, NOW + 6]


@pytest.mark.parametrize("ahead", [5000.0, YEAR])
def test_turns_of_a_clock_that_was_put_back_are_forgotten(tmp_path: Path, ahead: float) -> None:
    table = Timetable(tmp_path / "hosts.db")
    table.reserve(HOST, 1.0, NOW + ahead)
    assert table.reserve(HOST, 1.0, NOW) == (NOW, False)
    assert table.reserve(HOST, 1.0, NOW) == (NOW + 1, False)


def test_many_slow_turns_are_no_clock_put_back(tmp_path: Path) -> None:
    table = Timetable(tmp_path / "hosts.db")
    turns = [table.reserve(HOST, 600.0, NOW).at for _ in range(20)]
    assert turns == [NOW + 600.0 * number for number in range(20)]


def test_a_hold_of_a_clock_that_was_put_back_ends(tmp_path: Path) -> None:
    table = Timetable(tmp_path / "hosts.db")
    table.hold(HOST, NOW + YEAR, 60.0)
    assert table.reserve(HOST, 1.0, NOW) == (NOW, False)
    assert table.held_until(HOST) <= NOW
    table.hold(HOST, NOW + YEAR, 60.0)
    assert table.hold(HOST, NOW, 60.0) == NOW + 60
    assert table.hold(HOST, NOW, 10 * MOST_HELD) == NOW + MOST_HELD
    assert table.reserve(HOST, 1.0, NOW) == (NOW + MOST_HELD, True)


def test_a_file_that_is_none_is_named_and_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = tmp_path / "hosts.db"
    bad.write_bytes(b"no database" * 500)
    (tmp_path / "folder").mkdir()
    for path in (bad, tmp_path / "folder"):
        assert open_timetable(path).reserve(HOST, 1.0, NOW) == (NOW, False)
        assert str(path) in caplog.records[-1].getMessage()
    assert bad.read_bytes() == b"no database" * 500
    assert open_timetable(bad / "hosts.db").reserve(HOST, 1.0, NOW) == (NOW, False)
    assert len(caplog.records) == 2  # where nothing can be made, nothing is said
