"""`portal-spider serve`: look at an archive in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from portal_spider.cli.options import archive_option
from portal_spider.cli.terminal import print_json
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
@click.option("--json", "as_json", is_flag=True, help="Say where it is as JSON, on stdout.")
@archive_option
def serve(port: int, as_json: bool, archive: Path) -> None:
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
        url = f"http://127.0.0.1:{socket.getsockname()[1]}/"
        if as_json:
            print_json({"archive": str(archive), "url": url})
        else:
            click.echo(f"{archive} is at {url} (Ctrl-C stops)", err=True)
        run(datasette, socket)
