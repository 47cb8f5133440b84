"""`portal-spider demo`: the demo portal, kept up to be looked at."""

from __future__ import annotations

import click

from portal_spider.cli.terminal import print_json
from portal_spider.demo import EDITIONS, HOME, DemoServer
from portal_spider.errors import UsageError


@click.group()
def demo() -> None:
    """The small portal that `crawl demo` crawls."""


@demo.command()
@click.option(
    "--edition",
    type=click.Choice([str(edition) for edition in EDITIONS]),
    default="1",
    help="The second edits one article, withdraws one and adds three.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any free port.")
@click.option("--json", "as_json", is_flag=True, help="Say where it is as JSON.")
def serve(edition: str, port: int, as_json: bool) -> None:
    """Keep the demo portal up until Ctrl-C.

    \b
    Example: portal-spider demo serve --port 8900
    It is a website of its own, and a proxy for http://www.qingyun.example/.
    """
    try:
        server = DemoServer(edition=int(edition), port=port)
    except OSError as error:
        raise UsageError(f"port {port} on 127.0.0.1: {error.strerror}; take another") from error
    with server:
        if as_json:
            print_json(
                {"edition": int(edition), "url": server.url, "proxy": server.proxy_url, "of": HOME}
            )
        else:
            click.echo(f"Demo portal, edition {edition}: {server.url}")
            click.echo(f"As a proxy for {HOME}/: http_proxy={server.proxy_url}  (Ctrl-C ends it)")
        try:
            server.wait()
        except KeyboardInterrupt:
            click.echo("", err=as_json)
