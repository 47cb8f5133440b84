"""WARC files of given answers, as another program writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from portal_spider.archive.warc import WarcWriter

HTML = (("Content-Type", "text/html; charset=utf-8"),)


def write_records(
    folder: Path, answers: Iterable[tuple[str, datetime, bytes]], name: str = "theirs"
) -> Path:
    """A WARC file of the answers: URL, when it was fetched, page."""
    with WarcWriter(folder, name) as warc:
        for url, moment, body in answers:
            warc.write_response(url, moment, 200, "OK", HTML, body)
    return folder / f"{name}.warc.gz"
