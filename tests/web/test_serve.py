"""The server as a program of its own: it checks first, says where it is, and ends when asked to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

COMMAND = [sys.executable, "-m", "levelground.web.site.serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)


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


def test_it_says_where_it_is_serves_and_ends_cleanly_on_ctrl_c(release: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [*COMMAND, str(release), "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == f"Levelground is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        page = _when_up(f"http://127.0.0.1:{port}/health/?name=canary")
        assert '"ok"' in page
    finally:
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Traceback" not in err
    assert "canary" not in out + err


def _when_up(address: str) -> str:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - an address of this test's own
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")
