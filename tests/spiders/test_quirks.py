"""Quirks of a portal's servers, and hours in which it may be asked."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from samples.site import Site
from samples.tool import Tool

from portal_spider.errors import UsageError
from portal_spider.spiders.options import Window, parse_window

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告")
UNCHECKED = 'verify = false\nreason = "its certificate is its own"\n'


def make_certificate(folder: Path, host: str = "localhost") -> Path:
    """A certificate of its own for `host`, with its key, in one PEM file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def tls_site(folder: Path, version: ssl.TLSVersion, host: str = "localhost") -> Iterator[Site]:
    """A site over TLS of at most `version`, as `https://localhost:PORT`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(make_certificate(folder, host))
    with Site(tls=context) as site:
        site.section(*TITLES)
        yield site


def write_profile(folder: Path, site: Site, quirks: str) -> dict[str, str]:
    """A profile `somewhere` for the site; the environment that makes it known."""
    (folder / "somewhere.toml").write_text(
        f'url = "{site.home}/"\nverified = false\ndelay = 0\n'
        f'[[section]]\nname = "通知公告"\nurl = "{site.home}/tzgg/"\n[quirks]\n{quirks}'
    )
    return {"PORTAL_SPIDER_PORTALS": str(folder)}


@pytest.mark.parametrize(
    ("version", "quirks", "words"),
    [
        (ssl.TLSVersion.TLSv1_2, "", "certificate verify failed"),
        (ssl.TLSVersion.TLSv1_2, UNCHECKED, None),
        (ssl.TLSVersion.TLSv1, UNCHECKED, "protocol version"),
        (ssl.TLSVersion.TLSv1, f'tls = "legacy"\n{UNCHECKED}', None),
        (ssl.TLSVersion.TLSv1_2, 'tls = "legacy"\n', "certificate verify failed"),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_certificates_and_old_tls(
    tool: Tool, tmp_path: Path, version: ssl.TLSVersion, quirks: str, words: str | None
) -> None:
    with tls_site(tmp_path, version) as site:
        done = tool("crawl", "somewhere", **write_profile(tmp_path, site, quirks))
    if words is None:
        assert done.returncode == 0, done.stderr
        assert tool.rows("SELECT count(*) FROM articles") == [(2,)]
    else:
        assert done.returncode == 5
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_tls_that_fails_is_told_in_one_line(tool: Tool, tmp_path: Path) -> None:
    with tls_site(tmp_path, ssl.TLSVersion.TLSv1_2, "elsewhere.example") as site:
        for url, words in (
            (f"{site.home}/tzgg/", "robots.txt: TLS: the certificate is another host's\n"),
            (f"{site.home.replace('https', 'http')}/tzgg/", "in a non-clean fashion\n"),
        ):
            done = tool("crawl", url, "--delay", "0")
            assert done.returncode == 5
            assert done.stderr.count("\n") == 1, done.stderr
            assert done.stderr.endswith(words)


@pytest.mark.parametrize(("version", "code"), [(4, 0), (6, 5)])
def test_a_host_reached_over_one_protocol_only(
    tool: Tool, tmp_path: Path, version: int, code: int
) -> None:
    with Site() as site:
        site.section(*TITLES)
        done = tool("crawl", "somewhere", **write_profile(tmp_path, site, f"ip = {version}\n"))
        assert done.returncode == code, done.stderr
        assert bool(site.hits) is (code == 0)


def test_headers_and_user_agent_of_a_profile(tool: Tool, tmp_path: Path) -> None:
    with Site() as site:
        site.section(*TITLES)
        quirks = 'user_agent = "Mozilla/5.0 portal-spider"\n[quirks.headers]\nX-Asked = "yes"\n'
        done = tool("crawl", "somewhere", **write_profile(tmp_path, site, quirks))
        assert done.returncode == 0, done.stderr
        assert site.agents == {"Mozilla/5.0 portal-spider"}
        assert all(headers.get("x-asked") == "yes" for headers in site.headers)


def test_nothing_is_asked_outside_of_the_hours(tool: Tool) -> None:
    now = datetime.now()
    closed = f"{now + timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    opened = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
    with Site() as site:
        url = site.section(*TITLES)
        done = tool("crawl", url, "--delay", "0", "--between", closed)
        assert (done.returncode, done.stderr) == (0, "")
        assert "outside_hours" in done.stdout
        assert site.hits == []
        assert tool("crawl", url, "--delay", "0", "--between", opened).returncode == 0
        assert tool.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_crawl_ends_when_its_hours_end(tool: Tool) -> None:
    """What is left stays pending."""
    now = datetime.now()
    closing = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(seconds=12):%H:%M:%S}"
    with Site() as site:
        url = site.section(*(f"关于第{number}批行政许可事项的公告" for number in range(60)))
        done = tool("crawl", url, "--delay", "0.5", "--between", closing, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "outside_hours" in done.stdout
    assert tool.rows("SELECT count(*) > 0 FROM pages WHERE state = 'pending'") == [(1,)]


@pytest.mark.parametrize("text", ["22", "22:00", "22:00-", "25:00-06:00", "06:00-06:00", "a-b"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="22:00-06:00"):
        parse_window(text)


@given(st.times(), st.times(), st.times())
def test_a_window_and_its_complement_cover_the_day(opens: time, closes: time, at: time) -> None:
    if opens != closes:
        assert (at in Window(opens, closes)) is not (at in Window(closes, opens))
