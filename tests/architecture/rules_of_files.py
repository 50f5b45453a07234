"""Rules of the files that are committed. Each takes the folder of the repository and gives its violations, in words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

LOCKS = "requirements/*.txt"
MACHINE_PATH = re.compile(r"(?<![\w.:/\-])/(?:home|root|Users|work|workspace|mnt)/[\w.]|\b[A-Z]:\\\\?Users\\")
REGISTRY_ADDRESS = re.compile(
    r"pypi\.org/simple|files\.pythonhosted\.org|registry\.(?:npmjs|yarnpkg)\.|repo\.maven\.apache\.org|"
    r"--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host|[a]rtifactory|/[n]exus/"
)
PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?==[\w.+!]+(?: ; .+)?$")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")


def committed_files(repository: Path) -> list[Path]:
    """The files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, check=True).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := repository / name).is_file()]


def machine_paths(repository: Path, files: Iterable[Path]) -> list[str]:
    """No file holds a path of somebody's machine."""
    return _lines_with(MACHINE_PATH, "holds a path of a machine", repository, files)


def registry_addresses(repository: Path, files: Iterable[Path]) -> list[str]:
    """No file says from which registry packages come: that is for the machine that installs them to know."""
    return _lines_with(REGISTRY_ADDRESS, "holds the address of a registry", repository, files)


def _lines_with(pattern: re.Pattern[str], fault: str, repository: Path, files: Iterable[Path]) -> list[str]:
    faults = []
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        if pattern.search(text):
            lines = (number for number, line in enumerate(text.splitlines(), start=1) if pattern.search(line))
            faults += [f"{path.relative_to(repository).as_posix()}:{number} {fault}" for number in lines]
    return faults


def locks_that_are_open(repository: Path) -> list[str]:
    """A lock pins each package to one version and to the digests of its files, and names no address."""
    faults = []
    for lock in sorted(repository.glob(LOCKS)):
        for requirement in _requirements(lock):
            head, *hashes = re.split(r" (?=--hash=)", requirement)
            if not PINNED.match(head.strip()):
                faults.append(f"{lock.name}: {head.strip()!r} is not pinned to one version")
            if not hashes or not all(HASH.match(digest.strip()) for digest in hashes):
                faults.append(f"{lock.name}: {head.strip()!r} has no digest")
            if "://" in requirement:
                faults.append(f"{lock.name}: {head.strip()!r} names an address")
    return faults


def _requirements(lock: Path) -> list[str]:
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def locks_that_disagree(repository: Path) -> list[str]:
    """What `make demo` installs is what `make test` tests: the same package at the same version."""
    demo, test = (
        dict(re.split(r"==| ", requirement)[:2] for requirement in _requirements(repository / "requirements" / name))
        for name in ("demo.txt", "test.txt")
    )
    return [f"{name}: demo has {version}, test has {test.get(name)}" for name, version in demo.items() if test.get(name) != version]
