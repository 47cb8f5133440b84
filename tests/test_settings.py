"""The settings that differ from Scrapy's, each pinned: a change must be meant."""

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings, default_settings

import portal_spider.settings as module
from portal_spider.spiders.portal import SWITCHES, PortalSpider

PINNED = {
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Accept-Encoding": "gzip, deflate",
    },
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "portal-spider",
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS": 8,
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    "DOWNLOAD_TIMEOUT": 30,
    "DOWNLOAD_MAXSIZE": 16 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "TWISTED_DNS_RESOLVER": "portal_spider.resolver.GuardedResolver",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "FEED_EXPORT_ENCODING": "utf-8",
    "LOG_LEVEL": "WARNING",
    "LOG_FORMATTER": "portal_spider.extensions.ShortLog",
    "PORTAL_SPIDER_CONTACT": None,
    "PORTAL_SPIDER_ALLOWED_HOSTS": [],
}
STRUCTURE = {
    "BOT_NAME",
    "SPIDER_MODULES",
    "NEWSPIDER_MODULE",
    "USER_AGENT",
    "DOWNLOAD_HANDLERS",
    "DOWNLOADER_MIDDLEWARES",
    "ITEM_PIPELINES",
    "EXTENSIONS",
    "FEED_EXPORT_FIELDS",
}
"""Settings that say how the parts fit together; their effects have tests of their own."""


def settings() -> Settings:
    made = Settings()
    made.setmodule(module, priority="project")
    return made


def test_every_setting_is_pinned_or_structure() -> None:
    own = {name for name in vars(module) if name.isupper()}
    assert own == PINNED.keys() | STRUCTURE


def test_pinned_values_hold() -> None:
    made = settings()
    for name, value in PINNED.items():
        assert made[name] == value, name


def test_no_setting_repeats_scrapys_default() -> None:
    for name in PINNED:
        assert not hasattr(default_settings, name) or getattr(default_settings, name) != getattr(
            module, name
        ), name


def test_user_agent_names_the_project() -> None:
    assert settings()["USER_AGENT"].startswith("portal-spider/")


def test_only_the_web_is_asked() -> None:
    handlers = settings().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_pipelines_are_the_steps_of_the_mission_in_order() -> None:
    pipelines = sorted(module.ITEM_PIPELINES, key=module.ITEM_PIPELINES.__getitem__)
    names = [path.rpartition(".")[2] for path in pipelines]
    steps = ("Strip", "Extract", "Normalise", "Join", "Store")
    assert names == [f"{step}Pipeline" for step in steps]


@pytest.mark.parametrize("switch", SWITCHES)
def test_what_is_switched_off_is_not_loaded_until_a_user_switches_it_on(switch: str) -> None:
    table, part = SWITCHES[switch]
    assert part in getattr(default_settings, table)
    assert part not in Crawler(PortalSpider, settings()).settings[table]
    chosen = settings()
    chosen.set(switch, "True", priority="cmdline")
    assert part in Crawler(PortalSpider, chosen).settings[table]
