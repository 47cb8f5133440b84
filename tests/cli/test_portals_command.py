"""`portal-spider portals` against the demo portal, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.commands import complaint

from portal_spider.demo import HOME, DemoServer
from portal_spider.portals import Portal, iter_portals, load_portal


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def portals(*arguments: str, proxy: str = "http://127.0.0.1:9") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal_spider", "portals", *arguments],
        env=os.environ | {"http_proxy": proxy, "no_proxy": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_list_names_every_profile() -> None:
    done = portals("list", "--json")
    assert done.returncode == 0
    assert [portal["name"] for portal in json.loads(done.stdout)] == [
        p.name for p in iter_portals() if isinstance(p, Portal)
    ]


def test_show_says_what_a_profile_says() -> None:
    done = portals("show", "scedu")
    assert "通知公告" in done.stdout
    assert "ucap" in done.stdout


def test_an_unknown_name_is_one_line_and_exit_code_2() -> None:
    done = portals("check", "sceud")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "portal-spider: no portal is called 'sceud'; did you mean scedu?\n"


def test_new_writes_a_profile_that_check_finds_right(server: DemoServer, tmp_path: Path) -> None:
    folder = ("--profiles", str(tmp_path))
    made = portals("new", f"{HOME}/", "--delay", "0", *folder, proxy=server.proxy_url)
    assert made.returncode == 0, made.stderr
    portal = load_portal("qingyun", [tmp_path])
    expected = {s.url for s in load_portal("demo").sections}
    assert {section.url for section in portal.sections} == expected
    assert "政务要闻" in made.stdout
    checked = portals("check", "qingyun", "--delay", "0", *folder, proxy=server.proxy_url)
    assert checked.returncode == 0, checked.stdout
    replaced = portals(
        "new", f"{HOME}/", "--delay", "0.05", "--force", "--json", *folder, proxy=server.proxy_url
    )
    told = json.loads(replaced.stdout)
    assert (told["name"], told["file"]) == ("qingyun", str(tmp_path / "qingyun.toml"))
    assert told["delay"] == load_portal("qingyun", [tmp_path]).delay == 0.05
    assert {section["url"] for section in told["sections"]} == expected
    again = portals("new", f"{HOME}/", "--delay", "0", *folder, proxy=server.proxy_url)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "--force" in again.stderr


def test_check_names_what_no_longer_matches(server: DemoServer, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(
        f'url = "{HOME}/"\nextends = "jcms"\nverified = false\ndelay = 0\n'
        f'[[section]]\nname = "moved"\nurl = "{HOME}/xwzx/moved/index.html"\n'
        f'[[section]]\nname = "redesigned"\nurl = "{HOME}/zwgk/tzgg/index.html"\n'
        '[[layout]]\nbody = "#gone"\n',
        encoding="utf-8",
    )
    done = portals("check", "old", "--json", "--profiles", str(tmp_path), proxy=server.proxy_url)
    faults = "\n".join(json.loads(done.stdout)["faults"])
    assert done.returncode == 1
    assert "moved: " in faults
    assert "answers 404" in faults
    assert "the profile extends jcms" in faults
    assert "nothing there is the layout's body (#gone)" in faults


def test_profiles_are_shown_to_a_person(tmp_path: Path) -> None:
    listed = portals("list").stdout
    assert "demo" in listed
    assert "青云市人民政府门户网站" in listed
    assert portals().stdout == listed
    (tmp_path / "own.toml").write_text(
        'url = "http://www.own.example/"\nextends = "trs"\nverified = "2026-11-01, by hand"\n'
        '[[section]]\nname = "要闻"\nurl = "http://www.own.example/yw/"\n'
        '[[layout]]\nbody = "#text"\n[expect]\nsilence_days = 9\n',
        encoding="utf-8",
    )
    shown = portals("show", "own", "--profiles", str(tmp_path)).stdout
    for part in ("2026-11-01, by hand", "要闻  http://www.own.example/yw/", "#text", "9"):
        assert part in shown


def test_check_tells_a_person_what_it_found(server: DemoServer, tmp_path: Path) -> None:
    done = portals("check", "demo", "--delay", "0", proxy=server.proxy_url)
    assert done.returncode == 0, done.stdout
    assert "政务要闻" in done.stdout
    (tmp_path / "bare.toml").write_text(
        f'url = "{HOME}/"\nverified = false\ndelay = 0\n'
        f'[[section]]\nname = "页"\nurl = "{HOME}/robots.txt"\n',
        encoding="utf-8",
    )
    folder = ("--profiles", str(tmp_path))
    bare = portals("check", "bare", *folder, proxy=server.proxy_url)
    assert bare.returncode == 1
    assert "does not match: 页: lists nothing\nbare: 1 fault\n" in bare.stdout


def test_a_profile_that_cannot_be_written_is_one_line(server: DemoServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = ("--profiles", str(tmp_path / "file" / "portals"))
    done = portals("new", f"{HOME}/", "--delay", "0", *folder, proxy=server.proxy_url)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot be made" in done.stderr


@pytest.mark.parametrize("name", ["../elsewhere", "青云", "", "Qingyun"])
def test_a_name_that_no_profile_can_have_is_refused_before_anything(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    where = ("--name", name, "--profiles", folder)
    said = complaint("portals", "new", "http://127.0.0.1:9/", *where, code=2)
    assert "must be lower-case letters" in said
    assert [path.name for path in tmp_path.rglob("*")] == ["portals"]


def test_a_portal_that_does_not_answer_is_exit_code_5(tmp_path: Path) -> None:
    done = portals("new", "http://www.nowhere.example/", "--profiles", str(tmp_path))
    assert (done.returncode, list(tmp_path.iterdir())) == (5, [])
    assert done.stderr.count("\n") == 1
