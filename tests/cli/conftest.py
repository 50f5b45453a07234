"""The command line as a person uses it: a process of its own, its two outputs and its exit code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from levelground import library

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_command(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`levelground ARGUMENTS`, in a child process."""
    command = [sys.executable, "-W", "error", "-m", "levelground", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(name="run")
def _run() -> Run:
    return run_command


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the shipped package on the shipped figures, made by the command line."""
    folder = tmp_path_factory.mktemp("measured") / "bundle"
    done = run_command("measure", "mental_health", "--data", library.shelf("figures"), "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def release(bundle: Path) -> Path:
    """Its release."""
    folder = bundle.parent / "release"
    done = run_command("release", bundle, "--policy", "none_needed_already_published", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder
