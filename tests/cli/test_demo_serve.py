"""`portal-spider demo serve`, as a process."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request

from portal_spider.demo import HOME

COMMAND = (sys.executable, "-m", "portal_spider", "demo", "serve")


def test_serves_until_interrupted() -> None:
    with subprocess.Popen(
        [*COMMAND, "--edition", "2"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            url = first.split()[-1]
            with urllib.request.urlopen(url, timeout=5) as response:
                assert "青云市人民政府门户网站" in response.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert "edition 2" in first


def test_a_machine_is_told_where_it_is() -> None:
    with subprocess.Popen([*COMMAND, "--json"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            with urllib.request.urlopen(told["url"], timeout=5) as response:
                assert response.status == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
        assert process.wait(timeout=10) == 0
    assert told["edition"] == 1
    assert told["of"] == HOME


def test_help_shows_an_example_on_a_line_of_its_own() -> None:
    shown = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True).stdout
    assert "  Example: portal-spider demo serve --port 8900\n" in shown


def test_a_taken_port_is_a_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port], capture_output=True, text=True, timeout=20, check=False
        )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        f"portal-spider: port {port} on 127.0.0.1: Address already in use; take another"
    ]
