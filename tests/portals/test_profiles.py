from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal_spider.errors import ProfileError, UsageError
from portal_spider.extract.family import FINGERPRINTS
from portal_spider.extract.pagination import STRATEGIES
from portal_spider.portals import (
    Portal,
    iter_portals,
    load_families,
    load_portal,
    portal_for_url,
)
from portal_spider.portals.reading import STRATEGIES as STRATEGY_NAMES

PROFILE = """
extends = "trs"
title = "落霞县人民政府"
url = "http://www.luoxia.example/"
delay = 2.5
robots = "forbids /search only"
verified = "2026-11-01, saved pages"

[listing]
rows = "ul.list > li"
pagination = ["create_page", "next_link"]

[[section]]
name = "通知公告"
url = "http://www.luoxia.example/zwgk/tzgg/"

[[section]]
name = "政策文件"
url = "http://zfxxgk.luoxia.example/zcwj/index.html"

[[layout]]
until = 2024-06-30
body = "#old"

[[layout]]
body = "#new"
remove = [".share"]

[expect]
pages_min = 40
fill_rate = { title = 0.99, published = 0.98 }
silence_days = 30

[quirks]
tls = "legacy"
ip = 4
render = true
user_agent = "Mozilla/5.0"
headers = { Referer = "http://www.luoxia.example/" }
verify = false
reason = "its certificate is of another host"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "luoxia.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def test_every_key_of_a_profile_is_read(folder: Path) -> None:
    portal = load_portal("luoxia", [folder])
    assert (portal.name, portal.family, portal.delay) == ("luoxia", "trs", 2.5)
    assert [section.name for section in portal.sections] == ["通知公告", "政策文件"]
    assert portal.listing.rows == "ul.list > li"
    assert portal.listing.pagination == ("create_page", "next_link")
    assert portal.listing.article == load_families()["trs"].listing.article
    assert portal.expect.fill_rate == {"title": 0.99, "published": 0.98}
    assert (portal.expect.pages_min, portal.expect.silence_days) == (40, 30)
    quirks = portal.quirks
    assert (quirks.tls, quirks.ip, quirks.render, quirks.verify) == ("legacy", 4, True, False)
    assert quirks.headers == (("Referer", "http://www.luoxia.example/"),)
    assert portal.verified == "2026-11-01, saved pages"


def test_layouts_hold_until_their_day(folder: Path) -> None:
    portal = load_portal("luoxia", [folder])
    bodies = [
        layout.body if (layout := portal.layout_on(day)) else None
        for day in (date(2020, 1, 1), date(2024, 6, 30), date(2024, 7, 1), None)
    ]
    assert bodies == ["#old", "#old", "#new", "#new"]


WRONG = {
    "unknown key": ("delay = 2.5", "dealy = 2.5", "dealy", "did you mean 'delay'"),
    "kind of value": ("delay = 2.5", 'delay = "2.5"', "delay", "must be a number"),
    "no number": ("delay = 2.5", "delay = nan", "delay", "between 0 and 3600"),
    "port": ("www.luoxia.example/\"\n", "www.luoxia.example:99999/\"\n", "url", "must be a URL"),
    "brackets": ("http://www.luoxia.example/\"\n", "http://[luoxia/\"\n", "url", "must be a URL"),
    "below zero": ("delay = 2.5", "delay = -1", "delay", "between 0 and 3600"),
    "family": ('extends = "trs"', 'extends = "tsr"', "extends", "must be one of"),
    "no scheme": ('url = "http://www.luoxia.example/"', 'url = "luoxia.example"', "url", "http"),
    "section's key": ('name = "政策文件"', 'nmae = "政策文件"', "section[2].name", "is missing"),
    "same name": ('name = "政策文件"', 'name = "通知公告"', "section[2].name", "another section"),
    "strategy": ('"create_page", ', '"creat_page", ', "listing.pagination", "'creat_page'"),
    "selector": ("ul.list > li", "ul.list > > li", "listing.rows", "CSS selector"),
    "page's selector": ('body = "#new"', 'body = "#new >"', "layout[2].body", "CSS selector"),
    "selector of scrapers": ('[".share"]', '[".share::text"]', "layout[2].remove", "CSS selector"),
    "quoted date": ("until = 2024-06-30", 'until = "2024-06-30"', "layout[1].until", "quotes"),
    "order of layouts": ('body = "#new"', "until = 2020-01-01", "layout[2].until", "oldest"),
    "rate": ("title = 0.99", "title = 99", "expect.fill_rate.title", "between 0 and 1"),
    "field": ("title = 0.99", "titel = 0.99", "expect.fill_rate.titel", "fields: title"),
    "truth": ("render = true", 'render = "yes"', "quirks.render", "true or false"),
    "internet protocol": ("ip = 4", "ip = 5", "quirks.ip", "one of 4, 6"),
    "reason": ('reason = "its certificate is of another host"', "", "quirks.reason", "say why"),
    "verified": ('verified = "2026-11-01, saved pages"', "verified = true", "verified", "not True"),
    "never said": ('verified = "2026-11-01, saved pages"', "", "verified", "is missing"),
    "empty": ('title = "落霞县人民政府"', 'title = " "', "title", "not empty"),
    "table": ('{ Referer = "http://www.luoxia.example/" }', "3", "quirks.headers", "be a table"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_profile_says_file_key_and_reason(folder: Path, name: str) -> None:
    right, wrong, key, reason = WRONG[name]
    path = folder / "luoxia.toml"
    path.write_text(PROFILE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_portal("luoxia", [folder])
    message = str(caught.value)
    assert message.startswith(f"{path}: {key}: ")
    assert reason in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"url = ", "not valid TOML"), ("title = '县'".encode("gbk"), "save it as UTF-8")],
)
def test_a_file_that_is_no_profile_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(ProfileError, match=reason):
        load_portal("x", [tmp_path])


def test_an_unknown_portal_brings_up_near_names() -> None:
    with pytest.raises(UsageError, match="did you mean gdqy"):
        load_portal("gqdy")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder of profiles"):
        load_portal("gdqy", [tmp_path / "none"])


def test_own_profiles_come_before_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gdqy.toml").write_text(PROFILE, encoding="utf-8")
    monkeypatch.setenv("PORTAL_SPIDER_PORTALS", str(tmp_path))
    assert load_portal("gdqy").title == "落霞县人民政府"
    assert load_portal("scedu").title == "四川省教育厅"


def test_a_url_finds_the_portal_whose_site_it_is(folder: Path) -> None:
    home = portal_for_url("http://luoxia.example/index.html", [folder])
    known = portal_for_url("http://www.luoxia.example/zwgk/tzgg/", [folder])
    other = portal_for_url("http://zfxxgk.luoxia.example/rsxx/list.html", [folder])
    assert [section.name for section in home.sections] == ["通知公告", "政策文件"]
    assert [section.name for section in known.sections] == ["通知公告"]
    assert [(s.name, s.url) for s in other.sections] == [
        ("rsxx", "http://zfxxgk.luoxia.example/rsxx/list.html")
    ]
    assert {home.name, known.name, other.name} == {"luoxia"}


def test_a_url_without_a_profile_is_a_portal_of_its_own() -> None:
    section = portal_for_url("http://127.0.0.1:8901/xxgk/tzgg/index_2.html?a=1")
    assert (section.name, section.url) == ("127.0.0.1:8901", "http://127.0.0.1:8901/")
    assert [s.name for s in section.sections] == ["xxgk/tzgg/index_2?a=1"]
    assert portal_for_url("https://www.nowhere.example").sections == ()
    with pytest.raises(UsageError, match="http://"):
        portal_for_url("www.nowhere.example/zwgk/")


# What is shipped.


def test_every_family_of_extraction_has_its_defaults_and_the_other_way_round() -> None:
    assert set(load_families()) == {mark.family for mark in FINGERPRINTS} | {"generic"}


def test_every_strategy_can_be_named() -> None:
    assert tuple(STRATEGIES) == STRATEGY_NAMES


def test_shipped_profiles_are_of_all_families_and_say_whether_they_were_verified() -> None:
    shipped = [portal for portal in iter_portals() if isinstance(portal, Portal)]
    assert len(shipped) == len(list(iter_portals()))
    assert len(shipped) >= 14
    assert {portal.family for portal in shipped} == set(load_families())
    hosts = [portal.url for portal in shipped]
    assert len(hosts) == len(set(hosts))
    assert any(portal.verified for portal in shipped)
    assert all(portal.sections or portal.verified is None for portal in shipped)
