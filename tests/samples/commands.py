"""Running the command line as a person does: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run `portal-spider` with the arguments; it must end with `code`, never with a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "portal_spider", *map(str, arguments)],
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
