"""A profile that is wrong is named; portals that it is not about are served all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples.inside import say

from portal_spider.errors import ProfileError
from portal_spider.portals import iter_portals, load_portal, portal_for_url

RIGHT = 'url = "http://www.luoxia.example/"\nverified = false\n'
WRONG = 'url = "http://www.yunshan.example/"\nverified = false\ndelay = "often"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "luoxia.toml").write_text(RIGHT)
    (tmp_path / "yunshan.toml").write_text(WRONG)
    return tmp_path


def test_the_list_names_it_and_has_all_others(folder: Path) -> None:
    said = say("portals", "list", "--json", "--profiles", folder, code=2)
    names = [portal["name"] for portal in said.json]
    assert "luoxia" in names
    assert "yunshan" not in names
    assert len(names) == len(list(iter_portals())) + 1
    assert said.complaint.startswith(f"portal-spider: {folder / 'yunshan.toml'}: delay: ")


def test_a_url_finds_the_portals_that_are_right(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "aaa.toml").write_text("url = ")
    assert portal_for_url("http://luoxia.example/tzgg/", [folder]).name == "luoxia"
    assert portal_for_url("http://else.example/tzgg/", [folder]).name == "else.example"
    told = [record.getMessage() for record in caplog.records]
    assert [message.count("passed over") for message in told] == [1, 1]  # each once
    assert str(folder / "aaa.toml") in told[0]


@pytest.mark.parametrize("wrong", [WRONG, WRONG + "]", WRONG.upper()])
def test_its_own_url_is_refused(folder: Path, wrong: str) -> None:
    (folder / "yunshan.toml").write_text(wrong)
    with pytest.raises(ProfileError, match=r"yunshan\.toml"):
        portal_for_url("http://yunshan.example/tzgg/", [folder])
    with pytest.raises(ProfileError, match=r"yunshan\.toml"):
        load_portal("yunshan", [folder])


def test_health_leaves_only_its_portal_out(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    for name in ("luoxia", "yunshan"):
        page = tmp_path / f"{name}.html"
        page.write_text("<title>公告</title><p>各单位要认真做好防汛工作，确保安全。</p>")
        (folder / "yunshan.toml").write_text(WRONG.replace('"often"', "1"))
        say("import", page, "--base", f"http://www.{name}.example/", "--archive", archive,
            "--profiles", folder)  # fmt: skip
    (folder / "yunshan.toml").write_text(WRONG)
    said = say("health", "--archive", archive, "--profiles", folder, "--json", code=2)
    assert [portal["portal"] for portal in said.lines] == ["luoxia"]
    assert "yunshan.toml: delay: " in said.complaint


def test_a_profile_may_begin_with_a_byte_order_mark(folder: Path) -> None:
    (folder / "luoxia.toml").write_text(RIGHT, encoding="utf-8-sig")
    assert load_portal("luoxia", [folder]).url == "http://www.luoxia.example/"
