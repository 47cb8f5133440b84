"""Crawls built portals, all in one process, through one loopback proxy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from built.portal import Portal
from portal_spider.demo.server import PortalServer, Request, Resource

COMMAND = (sys.executable, "-m", "portal_spider", "crawl")


@dataclass(frozen=True)
class Run:
    """What one `crawl` did."""

    exit_code: int
    output: str
    requests: Counter[str]
    """By host."""
    urls: Counter[str]
    """How often each was asked for."""


def crawl(
    portals: Collection[Portal], archive: Path, *options: str, targets: Collection[str] = ()
) -> Run:
    """Crawl every portal by its listing's URL, or by what `targets` says."""
    targets = targets or [portal.listing_url for portal in portals]
    with served(portals) as server:
        done = subprocess.run(
            [*COMMAND, *targets, "--archive", str(archive), "--delay", "0", *options],
            env=os.environ | {"http_proxy": server.proxy_url, "no_proxy": ""},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        urls = Counter(hit.url for hit in server.hits)
        hosts = Counter(urlsplit(hit.url).hostname or "" for hit in server.hits)
    return Run(done.returncode, done.stdout + done.stderr, hosts, urls)


def served(portals: Collection[Portal]) -> PortalServer:
    """A proxy on loopback behind which there are these portals and nothing else."""
    by_host = {portal.spec["host"]: portal for portal in portals}

    def answer(request: Request) -> Resource | None:
        portal = by_host.get(urlsplit(request.url).hostname)
        return portal.answer(request) if portal else None

    return PortalServer(answer, "http://www.anping.example")
