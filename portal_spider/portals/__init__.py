"""Profiles (`*.toml`) and the families of content management systems behind them.

A profile is looked for in the folders given (`--profiles DIR`), then in those that
`PORTAL_SPIDER_PORTALS` names, then in `portals` of the working directory, then among the shipped
ones; the first of a name wins.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import logging
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from portal_spider.errors import ProfileError, UsageError
from portal_spider.portals.profile import (
    Expect,
    Layout,
    Portal,
    Quirks,
    Section,
)
from portal_spider.portals.reading import Family, read_family, read_portal, stem
from portal_spider.urls import require_web_url

__all__ = [
    "FOLDERS_VARIABLE",
    "Expect",
    "Family",
    "Layout",
    "Portal",
    "Quirks",
    "Section",
    "find_portal",
    "is_home",
    "iter_portals",
    "load_families",
    "load_portal",
    "own_folder",
    "portal_for_url",
    "profile_folders",
]

logger = logging.getLogger(__name__)

SHIPPED = files(__name__)
"""Not always a folder: Scrapyd runs the project from an egg, which is a zip."""
FOLDERS_VARIABLE = "PORTAL_SPIDER_PORTALS"
OWN_FOLDER = Path("portals")
"""Where a user's profiles are kept if no folder is named: in the working directory."""
HOME_PAGES = frozenset(
    f"/{stem}.{extension}"
    for stem in ("index", "default", "main", "home")
    for extension in ("html", "htm", "shtml", "jsp", "asp", "aspx", "php", "do")
) | {"", "/"}


def profile_folders(folders: Sequence[str | Path] = ()) -> tuple[Traversable, ...]:
    """Every folder that profiles are looked for in, the first first.

    Raises:
        UsageError: a folder does not exist.
    """
    named = _named_folders(folders)
    for folder in named:
        if not folder.is_dir():
            raise UsageError(f"{folder}: is no folder of profiles: make it, or name another")
    own = (OWN_FOLDER,) if OWN_FOLDER.is_dir() else ()
    return (*named, *own, SHIPPED)


def own_folder(folders: Sequence[str | Path] = ()) -> Path:
    """The folder that a new profile belongs in; it need not exist yet."""
    return next(iter(_named_folders(folders)), OWN_FOLDER)


def _named_folders(folders: Sequence[str | Path]) -> tuple[Path, ...]:
    variable = os.environ.get(FOLDERS_VARIABLE, "")
    return tuple(map(Path, (*folders, *filter(None, variable.split(os.pathsep)))))


@functools.cache
def load_families() -> dict[str, Family]:
    """The families by name, as shipped."""
    return {stem(path): read_family(path) for path in _profiles_in(SHIPPED / "families")}


def load_portal(name: str, folders: Sequence[str | Path] = ()) -> Portal:
    """The portal whose profile is called `name`.

    Raises:
        UsageError: no profile of that name; near names are suggested.
        ProfileError: the profile is wrong.
    """
    paths = _paths(folders)
    if name not in paths:
        near = difflib.get_close_matches(name, paths, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "see `portal-spider portals list`"
        raise UsageError(f"no portal is called {name!r}; {hint}")
    return read_portal(paths[name], load_families())


def find_portal(name: str, url: str | None, folders: Sequence[str | Path] = ()) -> Portal | None:
    """The portal whose profile is called `name`, or is of the site of `url`; `None`: none is.

    Raises:
        ProfileError: that profile is wrong.
    """
    path = _paths(folders).get(name)
    if path is not None:
        return read_portal(path, load_families())
    return None if url is None else _portal_of_site(url, folders)


def iter_portals(folders: Sequence[str | Path] = ()) -> Iterator[Portal | ProfileError]:
    """Every portal that has a profile, by name; in the place of a wrong one, what is wrong."""
    for _, path in sorted(_paths(folders).items()):
        try:
            yield read_portal(path, load_families())
        except ProfileError as error:
            yield error


def portal_for_url(url: str, folders: Sequence[str | Path] = ()) -> Portal:
    """The portal that `url` is of, narrowed to the section that `url` is the listing of.

    With a profile, a home page means all its sections and any other URL that one section.
    Without one the portal is named by its host, and a home page leaves `sections` empty: they
    are read from the page.

    Raises:
        UsageError: `url` is not an absolute http or https URL.
        ProfileError: the profile of its portal is wrong.
    """
    require_web_url(url)
    parts = urlsplit(url)
    portal = _portal_of_site(url, folders)
    if portal is None:
        home = f"{parts.scheme}://{parts.netloc}/"
        portal = Portal(
            name=parts.netloc.lower().rpartition("@")[2],
            url=home,
            listing=load_families()["generic"].listing,
        )
    if is_home(url):
        return portal
    known = next((section for section in portal.sections if section.url == url), None)
    section = known or Section(url=url, name=_section_name(parts.path, parts.query))
    return dataclasses.replace(portal, sections=(section,))


def is_home(url: str) -> bool:
    """Whether `url` is the home page of its host, by the look of it."""
    parts = urlsplit(url)
    return parts.path.lower() in HOME_PAGES and not parts.query


def _portal_of_site(url: str, folders: Sequence[str | Path]) -> Portal | None:
    """The portal whose profile names the site of `url`.

    A wrong profile keeps only those from being found whose sites stand in it, however wrong.
    """
    site = _site(url)
    for path in _paths(folders).values():
        try:
            portal = read_portal(path, load_families())
        except ProfileError as error:
            if _mentions(path, site):
                raise
            _pass_over(str(error))
            continue
        if site in {_site(portal.url), *(_site(section.url) for section in portal.sections)}:
            return portal
    return None


def _mentions(path: Traversable, site: str) -> bool:
    try:
        return site.encode() in path.read_bytes().lower()
    except OSError:
        return False


@functools.cache
def _pass_over(problem: str) -> None:
    """Say once that a profile is wrong which nobody asked for."""
    logger.warning("portal-spider: %s; that profile is passed over", problem)


def _site(url: str) -> str:
    """Host and port, as two spellings of one site share them: without `www.`."""
    return urlsplit(url).netloc.lower().rpartition("@")[2].removeprefix("www.")


def _section_name(path: str, query: str) -> str:
    """A name for a section that has none: its path without the file that shows it."""
    folder, _, file = path.rpartition("/")
    stem = file.partition(".")[0]
    name = folder if stem in ("", "index", "list", "default") else f"{folder}/{stem}"
    return (name.strip("/") or stem) + (f"?{query}" if query else "")


def _paths(folders: Sequence[str | Path]) -> dict[str, Traversable]:
    paths: dict[str, Traversable] = {}
    for folder in profile_folders(folders):
        for path in _profiles_in(folder):
            paths.setdefault(stem(path), path)
    return paths


def _profiles_in(folder: Traversable) -> list[Traversable]:
    """The TOML files of a folder, by name."""
    found = (path for path in folder.iterdir() if path.name.endswith(".toml"))
    return sorted(found, key=lambda path: path.name)
