"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal_spider.errors import ArchiveError, PortalSpiderError


@contextmanager
def whole_file(target: Path, *, refusal: type[PortalSpiderError] = ArchiveError) -> Iterator[Path]:
    """A path beside `target` to write to, which becomes `target` where the block ends well.

    Raises `refusal` where the folder is missing, full or not writable; what `target` was before
    is then untouched. A file that is no part of an archive, but was named by the user, is refused
    with a `UsageError`.
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
