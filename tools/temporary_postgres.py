"""Run a command beside a PostgreSQL server that lives only as long as it: `python tools/temporary_postgres.py COMMAND ...`.

The command finds the server's address in LEVELGROUND_TEST_DATABASE. Standard library only. The server keeps its files in a
temporary folder, listens on a socket in it and on no network, and runs as the user `postgres` where this user is root (it refuses root).
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

FOUND_IN = "/usr/lib/postgresql/*/bin"
NEEDED = ("initdb", "pg_ctl")


def programs() -> Path:
    """The folder that holds `initdb` and `pg_ctl`; the newest, where there are several."""
    found = shutil.which("initdb")
    folders = sorted(Path("/").glob(FOUND_IN.lstrip("/")), key=lambda folder: float(folder.parent.name))
    candidates = [*([Path(found).resolve().parent] if found else []), *reversed(folders)]
    for folder in candidates:
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise SystemExit("PostgreSQL is needed for the tests: initdb and pg_ctl were not found (Debian: apt-get install postgresql).")


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """The address of a server with an empty database `levelground`, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="levelground-postgres-"))
    as_user = _unprivileged(folder)
    data, log = folder / "data", folder / "log"
    binaries = programs()
    try:
        _run([binaries / "initdb", "-D", data, "-U", "levelground", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], as_user)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        _run([binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], as_user)
        try:
            _run([binaries / "createdb", "-h", folder, "-U", "levelground", "levelground"], as_user)
            yield f"postgresql://levelground@/levelground?host={quote(str(folder), safe='')}"
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str | None:
    """Who runs the server: `postgres` where this is root, otherwise this user."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account.pw_name


def _run(command: list[object], as_user: str | None) -> None:
    words = [str(word) for word in command]
    full = ["runuser", "-u", as_user, "--", *words] if as_user else words
    done = subprocess.run(full, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{words[0]} failed: {done.stderr or done.stdout}")


if __name__ == "__main__":
    with temporary_postgres() as address:
        code = subprocess.run(sys.argv[1:], env={**os.environ, "LEVELGROUND_TEST_DATABASE": address}, check=False).returncode
    sys.exit(code)
