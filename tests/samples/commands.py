"""Running the command line as a person does: in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

OVERRIDING = "-dac_override,-dac_read_search"
"""What lets root write where permissions say that nobody may."""
UNPRIVILEGED = (
    ("setpriv", f"--inh-caps={OVERRIDING}", f"--bounding-set={OVERRIDING}")
    if os.geteuid() == 0
    else ()
)
"""Put before a command, has permissions hold for root, too."""
PERMISSIONS_HOLD = not UNPRIVILEGED or shutil.which(UNPRIVILEGED[0]) is not None


def run(
    *arguments: str | Path, code: int = 0, under: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run `portal-spider` with the arguments; it must end with `code`, never with a traceback.

    `under` is a command that runs it.
    """
    done = subprocess.run(
        [*under, sys.executable, "-m", "portal_spider", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
    )
    errors = done.stderr.decode()
    assert "Traceback" not in errors, errors
    assert done.returncode == code, errors
    return done


def run_text(*arguments: str | Path, code: int = 0) -> str:
    """What the command prints on stdout."""
    return run(*arguments, code=code).stdout.decode()


def run_json(*arguments: str | Path, code: int = 0) -> Any:
    """What the command prints with `--json`."""
    return json.loads(run_text(*arguments, "--json", code=code))


def complaint(*arguments: str | Path, code: int) -> str:
    """The one line that a command fails with."""
    lines = run(*arguments, code=code).stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[-1]
