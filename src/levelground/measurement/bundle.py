"""Results on disk: a *bundle* (unreleased, stays where the data live) and a *release* (may be shown), each a folder.

Both hold the package's text, three Parquet tables, the findings, the SQL of each measure and the run log, with a digest over
everything. Durations stand in `run_times.json`, outside the digest: the same input gives the same digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from levelground.change_package.read import read_text
from levelground.errors import BundleUnreadable, Finding, Place, Severity
from levelground.measurement import tables
from levelground.measurement.results import Certificate, NotRun, ReleasedResults, Results, UnreleasedResults

BUNDLE, RELEASE = "levelground/bundle/1", "levelground/release/1"
CONTENTS = "contents.json"
PACKAGE = "change_package.yaml"
RUN_TIMES = "run_times.json"
PICTURES = "charts"
IGNORED = ".gitignore"
"""In each bundle, so that unreleased results are not committed by accident."""
RELEASE_IT = "Release it first: levelground release BUNDLE --policy NAME --out RELEASE."
MAKE_IT_AGAIN = "Make it again with `levelground measure` and `levelground release`."


def write_bundle(results: UnreleasedResults, folder: Path, run_times: Mapping[str, float] | None = None) -> str:
    """Write unreleased results to a folder; gives the digest. An earlier bundle there is replaced, anything else is not."""
    if not isinstance(results, UnreleasedResults):
        raise TypeError("a bundle holds unreleased results")
    return _write(results, folder, BUNDLE, {}, run_times)


def write_release(results: ReleasedResults, folder: Path, pictures: Mapping[str, bytes] | None = None) -> str:
    """Write released results to a folder; gives the digest. An earlier release there is replaced, anything else is not.

    `pictures` (file name -> content) are kept in `charts/` under the same digest: a picture cannot be changed unseen either.
    """
    if not isinstance(results, ReleasedResults):
        raise TypeError("a release holds released results only: use disclosure.release first")
    drawn = {f"{PICTURES}/{name}": content for name, content in (pictures or {}).items()}
    return _write(results, folder, RELEASE, {"certificate.json": _json(asdict(results.certificate)), **drawn}, None)


def read_bundle(folder: Path) -> UnreleasedResults:
    """The unreleased results in a folder, their digests checked."""
    files = _read(folder, BUNDLE)
    with _well_formed(folder):
        return UnreleasedResults(**_parts(files, folder))


def read_release(folder: Path) -> ReleasedResults:
    """The released results in a folder, their digests checked."""
    files = _read(folder, RELEASE)
    with _well_formed(folder):
        return ReleasedResults(**_parts(files, folder), certificate=Certificate(**json.loads(files["certificate.json"])))


def digest_of(folder: Path) -> str:
    """The digest of a bundle or a release."""
    return str(_contents(folder)["digest"])


def kind_of(folder: Path) -> str | None:
    """`BUNDLE`, `RELEASE`, or None when the folder is neither."""
    try:
        return str(json.loads((folder / CONTENTS).read_bytes())["kind"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _write(results: Results, folder: Path, kind: str, more: Mapping[str, bytes], run_times: Mapping[str, float] | None) -> str:
    files = {**_files(results), **more}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    digest = hashlib.sha256(json.dumps([kind, digests], sort_keys=True).encode()).hexdigest()
    files[CONTENTS] = _json({"kind": kind, "digest": digest, "files": digests})
    if run_times is not None:
        files[RUN_TIMES] = _json(dict(run_times))
    if kind == BUNDLE:
        files[IGNORED] = b"*\n"
    _replace(folder, files, kind)
    return digest


def _replace(folder: Path, files: Mapping[str, bytes], kind: str) -> None:
    """Put a folder in its place all at once, so that nobody reads half of it."""
    if folder.is_symlink() or (folder.exists() and not _may_be_replaced(folder, kind)):
        raise BundleUnreadable(
            f"`{folder}` is not empty and does not hold {_words(kind)}: nothing was written.",
            [
                Finding(
                    Severity.ERROR,
                    "folder-in-use",
                    "the folder holds something else.",
                    Place(str(folder)),
                    next_step="Name another folder.",
                )
            ],
        )
    try:
        _write_whole(folder, files)
    except OSError as problem:
        raise _refused(folder, "cannot-be-written", f"the folder cannot be written: {problem.strerror}.", "Name another folder.") from None


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Written beside its place and moved there; what was there comes back if that fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh, old = work / "fresh", work / "old"
        fresh.mkdir(mode=0o755)
        for name, content in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except BaseException:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _may_be_replaced(folder: Path, kind: str) -> bool:
    """Whether a folder is empty, or holds an earlier one of the same kind and nothing else that anybody put there."""
    if not folder.is_dir():
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not there:
        return True
    return kind_of(folder) == kind and there <= {*_contents(folder)["files"], CONTENTS, RUN_TIMES, IGNORED}


def _files(results: Results) -> dict[str, bytes]:
    return {
        PACKAGE: results.change_package_text.encode(),
        "levels.parquet": _parquet(tables.levels_table(results.levels)),
        "gaps.parquet": _parquet(tables.gaps_table(results.gaps)),
        "recording.parquet": _parquet(tables.recording_table(results.recording)),
        "findings.json": _json([_finding(finding) for finding in results.findings]),
        "not_run.json": _json([asdict(entry) for entry in results.not_run]),
        "run_log.json": _json(results.run_log),
        **{f"queries/{measure_id}.sql": f"{sql}\n".encode() for measure_id, sql in results.queries.items()},
    }


def _parts(files: Mapping[str, bytes], folder: Path) -> dict[str, Any]:
    queries = {name.removeprefix("queries/").removesuffix(".sql"): text for name, text in files.items() if name.startswith("queries/")}
    reading = read_text(files[PACKAGE], str(folder / PACKAGE))
    return {
        "change_package": reading.change_package,
        "change_package_text": reading.text,
        "levels": tables.levels_from(_arrow(files["levels.parquet"])),
        "gaps": tables.gaps_from(_arrow(files["gaps.parquet"])),
        "recording": tables.recording_from(_arrow(files["recording.parquet"])),
        "not_run": tuple(NotRun(**entry) for entry in json.loads(files["not_run.json"])),
        "findings": tuple(_finding_from(entry) for entry in json.loads(files["findings.json"])),
        "queries": {measure_id: sql.decode().rstrip("\n") for measure_id, sql in queries.items()},
        "run_log": json.loads(files["run_log.json"]),
    }


def _read(folder: Path, kind: str) -> dict[str, bytes]:
    contents = _contents(folder)
    if contents.get("kind") != kind:
        holds = _words(str(contents.get("kind")))
        step = RELEASE_IT if contents.get("kind") == BUNDLE else "Name the bundle that it was made from."
        raise _refused(folder, "wrong-kind", f"the folder holds {holds}, not {_words(kind)}.", step)
    files: dict[str, bytes] = {}
    wrong: list[str] = []
    for name, digest in contents["files"].items():
        content = _content(folder, name)
        files[name] = content or b""
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            wrong.append(name)
    expected = hashlib.sha256(json.dumps([kind, contents["files"]], sort_keys=True).encode()).hexdigest()
    if wrong or expected != contents["digest"]:
        names = ", ".join(f"`{name}`" for name in wrong) or f"`{CONTENTS}`"
        raise _refused(folder, "digest-differs", f"{names} changed since it was written.")
    return files


def _content(folder: Path, name: str) -> bytes | None:
    """A file inside a folder; None when there is none, or the name leads out of the folder, or no system takes it."""
    try:
        path = (folder / name).resolve()
        return path.read_bytes() if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _contents(folder: Path) -> dict[str, Any]:
    try:
        contents = json.loads((folder / CONTENTS).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _refused(folder, "not-a-bundle", "there is no bundle or release in this folder.") from None
    well_formed = isinstance(contents, dict) and isinstance(contents.get("files"), dict) and {"kind", "digest"} <= contents.keys()
    if not well_formed:
        raise _refused(folder, "not-a-bundle", f"`{CONTENTS}` is not what Levelground writes.")
    return dict(contents)


@contextmanager
def _well_formed(folder: Path) -> Iterator[None]:
    """Files whose digests agree and that are still not what Levelground writes: somebody else made them."""
    try:
        yield
    except (KeyError, TypeError, ValueError, RecursionError, pa.ArrowException):
        raise _refused(folder, "not-a-bundle", "its files are not what Levelground writes.") from None


def _refused(folder: Path, rule: str, message: str, step: str = MAKE_IT_AGAIN) -> BundleUnreadable:
    return BundleUnreadable(
        f"`{folder}` cannot be used: {message}", [Finding(Severity.ERROR, rule, message, Place(str(folder)), next_step=step)]
    )


def _words(kind: str) -> str:
    return {BUNDLE: "a bundle of unreleased results", RELEASE: "a release"}.get(kind, "something else")


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _arrow(content: bytes) -> pa.Table:
    # One thread: Arrow's own threads can abort a process that ends right after reading.
    return pq.read_table(io.BytesIO(content), use_threads=False, pre_buffer=False)


def _json(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _finding(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "place": None if finding.place is None else asdict(finding.place)}


def _finding_from(entry: Mapping[str, Any]) -> Finding:
    place = None if entry["place"] is None else Place(**entry["place"])
    parts = {**entry, "place": place, "severity": Severity(entry["severity"]), "did_you_mean": tuple(entry["did_you_mean"])}
    return Finding(**parts)
