"""`portal-spider serve`: look at an archive in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from portal_spider.cli.options import archive_option
from portal_spider.errors import UsageError

EXTRA_MODULES = ("datasette", "uvicorn", "jinja2", "markupsafe")
"""What `portal-spider[browse]` brings."""


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port on 127.0.0.1; 0 takes any that is free.",
)
@archive_option
def serve(port: int, archive: Path) -> None:
    """Show an archive in a browser: articles, what changed, sections, search, tables.

    Read-only, on 127.0.0.1 alone; nothing is fetched from elsewhere. A crawl may go on writing
    meanwhile. Ctrl-C stops it.

    \b
    Examples:
      portal-spider serve
      portal-spider serve --archive data/archive.db --port 8080
    """
    try:
        from portal_spider.browse.service import listen, make_datasette, run
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in EXTRA_MODULES:
            raise
        raise UsageError(
            "serve needs Datasette, which is not installed: pip install 'portal-spider[browse]'"
        ) from error
    datasette = make_datasette(archive)
    with listen(port) as socket:
        port = socket.getsockname()[1]
        click.echo(f"{archive} is at http://127.0.0.1:{port}/ (Ctrl-C stops)", err=True)
        run(datasette, socket)
