"""The Datasette that `serve` runs: one archive with our metadata, settings and pages."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from portal_spider.archive.database import Archive
from portal_spider.browse import plugin
from portal_spider.browse.database import NAME, ArchiveDatabase
from portal_spider.browse.metadata import build_metadata
from portal_spider.errors import UsageError

HERE = Path(__file__).parent

HOST = "127.0.0.1"
"""Never another: an archive holds hacked pages, and Datasette answers any SQL."""

SETTINGS = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # it would count every column of a large table
    "default_page_size": 50,
    "truncate_cells_html": 80,
    "default_cache_ttl": 0,  # a crawl may be writing: nothing shown stays true for long
    "allow_download": False,
}


def make_datasette(path: Path) -> Datasette:
    """Datasette over the archive at `path`; its `app()` is the ASGI application.

    Raises `ArchiveError` where there is no archive that this version can read.
    """
    Archive.open(path, create=False, read_only=True).close()
    # Where rich can be imported, Datasette prints every 404 with all its local variables.
    pm.get_plugin("datasette.handle_exception").rich = None
    if not pm.has_plugin(plugin.__name__):
        pm.register(plugin, plugin.__name__)
    datasette = Datasette(
        metadata=build_metadata(path.stem),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("browse", str(HERE / "static"))],
    )
    datasette.remove_database("_memory")  # it adds one where it is given no files
    datasette.add_database(ArchiveDatabase(datasette, path), name=NAME)
    return datasette


def listen(port: int) -> socket.socket:
    """A socket on this machine alone; `port` 0 takes any that is free.

    Raises `UsageError` where the port is taken.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()  # from now on connections wait, while Datasette is still starting
    except OSError as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be had ({error.strerror}): choose another with --port"
        ) from error
    return listener


def run(datasette: Datasette, listener: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed
        uvicorn.Server(config).run(sockets=[listener])
