"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal_spider.errors import ArchiveError, PortalSpiderError, UsageError


@contextmanager
def whole_file(target: Path, *, refusal: type[PortalSpiderError] = ArchiveError) -> Iterator[Path]:
    """A path beside `target` to write to, which becomes `target` where the block ends well.

    Raises `refusal` where the folder is missing, full or not writable; what `target` was before
    is then untouched.
    """
    path = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        path = Path(name)
        os.close(handle)
        yield path
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.chmod(0o666 & ~_umask())
        path.replace(target)
    except OSError as error:
        raise refusal(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


@contextmanager
def whole_output(target: Path, *, source: Path | None = None) -> Iterator[Path]:
    """As `whole_file`, for what the user named, which is no part of an archive.

    A link is followed; what is no file, as a device or a pipe, is written to as it stands. Raises
    `UsageError` where it cannot be written, or is the archive `source` that is read for it.
    """
    if source is not None and target.exists() and target.samefile(source):
        raise UsageError(f"{target}: is the archive itself: name another file")
    if target.is_file() or target.is_dir() or not target.exists():
        beside = target.resolve() if target.is_symlink() else target
        with whole_file(beside, refusal=UsageError) as path:
            yield path
        return
    try:
        yield target
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
