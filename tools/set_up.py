"""Make `.venv` and install a lock into it. Standard library only: this runs before anything is installed.

Usage: python3 tools/set_up.py demo|test [--system]

* Packages come from the hashed lock `requirements/<lock>.txt`; `uv` installs them where there is one, `pip` otherwise
  and whenever uv fails (an unknown certificate, say).
* `--system` also installs what the tests of the web need from the system's package manager when it may, and says in one
  line what is missing when it may not.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)
SATISFIED_BY = {"demo": ("demo", "test"), "test": ("test",)}
"""The test lock holds all of the demo lock at the same versions (a test sees to it), so going back and forth installs nothing."""
SYSTEM_PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "postgresql": ("initdb", "/usr/lib/postgresql/*/bin/initdb"),
}
SYSTEM_PACKAGES = ("chromium", "postgresql", "fonts-liberation", "fonts-noto-core")


def say(message: str) -> None:
    print(f"set-up: {message}", flush=True)


def lock_file(name: str) -> Path:
    lock = ROOT / "requirements" / f"{name}.txt"
    if not lock.is_file():
        known = ", ".join(sorted(p.stem for p in lock.parent.glob("*.txt")))
        sys.exit(f"set-up: there is no lock called {name!r}; the locks are: {known}.")
    return lock


def stamp_of(name: str) -> str:
    """A digest of all that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(str(ROOT).encode())
    for part in (lock_file(name), ROOT / "pyproject.toml"):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def stamp(name: str) -> Path:
    return ENVIRONMENT / f"levelground-{name}.stamp"


def is_current(name: str) -> bool:
    return stamp(name).exists() and stamp(name).read_text() == stamp_of(name)


def made_with_this_python() -> bool:
    configuration = ENVIRONMENT / "pyvenv.cfg"
    return configuration.exists() and "version = {}.{}.{}".format(*sys.version_info[:3]) in configuration.read_text().splitlines()


def make_environment() -> None:
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as problem:
        sys.exit(f"set-up: .venv could not be made ({problem}). On Debian: apt-get install python3-venv. Then run the command again.")


def run(command: list[str], **options: object) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False, **options).returncode == 0  # type: ignore[call-overload]


def install_with_uv(lock: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    say("installing with uv")
    done = run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)])
    if not done:
        say("uv failed; trying pip")
    return done


def install_with_pip(lock: Path) -> bool:
    say("installing with pip (this takes about a minute the first time)")
    return run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)])


def install_product() -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return run([*command, "--no-deps", "--no-build-isolation", "--editable", "."])


def set_up(name: str) -> None:
    """Bring `.venv` up to the lock `name`; a second call does nothing."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"set-up: Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make demo PYTHON=python3.11")
    lock = lock_file(name)
    if PYTHON.exists() and any(is_current(other) for other in SATISFIED_BY.get(name, (name,))):
        return
    say(f"making .venv from requirements/{lock.name}")
    for old in ENVIRONMENT.glob("levelground-*.stamp"):
        old.unlink()
    if not PYTHON.exists() or not made_with_this_python():
        make_environment()
    if not (install_with_uv(lock) or install_with_pip(lock)):
        sys.exit("set-up: the packages could not be installed (see above). Is a package index within reach? Then run the command again.")
    if not install_product():
        sys.exit("set-up: the product itself could not be installed (see above).")
    stamp(name).write_text(stamp_of(name))


def is_there(program: str) -> bool:
    """Whether a program is on the path, or at a place that a pattern names."""
    return bool(any(Path("/").glob(program.lstrip("/"))) if "/" in program else shutil.which(program))


def set_up_system() -> None:
    """Install the browser, the fonts and the database that the tests of the web need, or say what is missing."""
    missing = [name for name, commands in SYSTEM_PROGRAMS.items() if not any(map(is_there, commands))]
    if not missing:
        return
    apt = shutil.which("apt-get")
    may_install = apt is not None and hasattr(os, "geteuid") and os.geteuid() == 0
    if may_install:
        say(f"installing {', '.join(SYSTEM_PACKAGES)} with apt-get")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        run([str(apt), "update", "-qq"], **quiet)
        if run([str(apt), "install", "-y", "-qq", *SYSTEM_PACKAGES], **quiet):
            return
    how = f"Install it (Debian: apt-get install {' '.join(SYSTEM_PACKAGES)}), then run make test again."
    sys.exit(f"set-up: the tests of the web need {', '.join(missing)}. {how}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    set_up(next((a for a in arguments if not a.startswith("-")), "demo"))
    if "--system" in arguments:
        set_up_system()
