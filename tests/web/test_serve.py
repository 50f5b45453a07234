"""The server as a program of its own: it checks first, says where it is, and ends when asked to."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "levelground.web.site.serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, "--home", "/nonexistent/home", *arguments], capture_output=True, text=True, timeout=180, check=False)


def test_a_folder_without_a_release_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    ended = run(str(tmp_path), "--port", str(free_port()))
    assert ended.returncode == 30
    assert "there is no bundle or release in this folder" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Levelground is at" not in ended.stdout


def test_a_release_without_pictures_is_refused_with_a_next_step(tmp_path: Path) -> None:
    from tests.builders.release_folder import small_text
    from tests.builders.results import released_results

    from levelground.measurement import bundle

    bundle.write_release(released_results(change_package_text=small_text()), tmp_path / "release")
    ended = run(str(tmp_path / "release"), "--port", str(free_port()))
    assert ended.returncode == 30
    assert "charts" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_said_with_another_to_try(release: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run(str(release), "--port", str(port))
    assert ended.returncode == 50
    assert f"Port {port} of 127.0.0.1 is taken" in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["99999", "65536", "0", "-1"])
def test_a_number_that_is_no_port_is_said_so_without_a_trace(release: Path, port: str) -> None:
    ended = run(str(release), f"--port={port}")
    assert ended.returncode == 2
    assert f"{port} is not a port: a port is a whole number from 1 to 65535." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Levelground is at" not in ended.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of this file keep their database, one after another: only the first one has to make it."""
    return tmp_path_factory.mktemp("served") / "home"


@pytest.fixture
def serving(release: Path, home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of the small release that has said where it is, and its port; ended afterwards with all that it started."""
    port = free_port()
    command = [*COMMAND, str(release), "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == f"Levelground is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        yield server, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # its own session: nobody else is in it
        server.wait(timeout=30)
        for pipe in (server.stdout, server.stderr):
            assert pipe is not None
            pipe.close()


@pytest.mark.parametrize("asked", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_serves_and_when_asked_to_stop_it_ends_cleanly_and_frees_its_port(
    serving: tuple[subprocess.Popen[str], int], asked: str
) -> None:
    server, port = serving
    assert '"ok"' in _when_up(f"http://127.0.0.1:{port}/health/?name=canary")
    server.send_signal(getattr(signal, asked))
    out, err = server.communicate(timeout=30)  # ends when no process holds its output any more
    assert server.returncode == 0
    assert out == "Levelground has stopped.\n"
    assert "Traceback" not in err
    assert "canary" not in out + err
    _is_free(port)


@pytest.mark.parametrize(("asked", "after"), [("SIGINT", 0), ("SIGHUP", 0), ("SIGTERM", 0), ("SIGTERM", 0.1)])
def test_asked_to_stop_while_it_starts_it_ends_as_cleanly(serving: tuple[subprocess.Popen[str], int], asked: str, after: float) -> None:
    server, port = serving
    time.sleep(after)  # its workers are being made, or are there and do not serve yet
    server.send_signal(getattr(signal, asked))
    out, err = server.communicate(timeout=30)
    assert (server.returncode, out, err) == (0, "Levelground has stopped.\n", "")
    _is_free(port)


def test_a_worker_that_does_not_end_by_itself_is_ended(serving: tuple[subprocess.Popen[str], int]) -> None:
    server, port = serving
    _when_up(f"http://127.0.0.1:{port}/health/")
    workers = [int(one) for one in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)  # it hears nothing any more
    server.send_signal(signal.SIGTERM)
    out, _ = server.communicate(timeout=30)
    assert (server.returncode, out) == (0, "Levelground has stopped.\n")
    _is_free(port)


def _is_free(port: int) -> None:
    """The port can be had again at once."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        probe.listen()


def _when_up(address: str) -> str:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - an address of this test's own
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")
