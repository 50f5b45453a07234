"""Results on disk: the same bytes for the same input, every change noticed, nobody's folder overwritten, nothing read from outside."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.builders.data_folders import counted, declaration, measure, package, put

from levelground.errors import BundleUnreadable, UserFacingError
from levelground.measurement import bundle, disclosure
from levelground.measurement.results import ReleasedResults, UnreleasedResults
from levelground.measurement.run import run

COLUMNS = {"group": "ethnicity", "n": "count"}
TEXT = "group,n\nWhite,120\nMixed,\nAsian or Asian British,0\nBlack or Black British,35\nNot stated,9\nNot known,4\n"
PICTURES = {"M1_broad.json": b"{}", "M1_broad.svg": b"<svg/>"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> UnreleasedResults:
    return computed(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def released(results: UnreleasedResults) -> ReleasedResults:
    return disclosure.release(results, disclosure.PUBLISHED, bundle_digest="d" * 64)


def computed(folder: Path) -> UnreleasedResults:
    details = {"n": {"suppressed_when": "blank"}}
    put(folder, declaration("ev", COLUMNS, already_published=True, details=details), TEXT)
    put(folder, declaration("people", COLUMNS, already_published=True, details=details), TEXT.replace("120", "4000"))
    rate = measure("M1", "rate", counted("ev"), denominator=counted("people"), whole=counted("ev"))
    return run(package(rate, measure("M2", "unknown_share", counted("ev"), per=100), measure("M3", "count", counted("elsewhere"))), folder)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def forge(folder: Path, **changes: bytes | None) -> None:
    """Change files and mend the digests, as somebody who means harm would: a digest is no signature."""
    contents = json.loads((folder / "contents.json").read_bytes())
    for key, content in changes.items():
        name = key.replace("__", ".").replace("SLASH", "/")
        if content is None:
            (folder / name).unlink()
            del contents["files"][name]
        else:
            (folder / name).write_bytes(content)
            contents["files"][name] = hashlib.sha256(content).hexdigest()
    write_contents(folder, contents)


def write_contents(folder: Path, contents: dict[str, object]) -> None:
    contents["digest"] = hashlib.sha256(json.dumps([contents["kind"], contents["files"]], sort_keys=True).encode()).hexdigest()
    (folder / "contents.json").write_text(json.dumps(contents))


class TestThereAndBack:
    def test_equal(self, results: UnreleasedResults, released: ReleasedResults, tmp_path: Path) -> None:
        digest = bundle.write_bundle(results, tmp_path / "bundle", {"run": 1.5})
        assert bundle.read_bundle(tmp_path / "bundle") == results
        assert bundle.digest_of(tmp_path / "bundle") == digest
        bundle.write_release(released, tmp_path / "release", PICTURES)
        assert bundle.read_release(tmp_path / "release") == released
        assert (tmp_path / "release" / "charts" / "M1_broad.svg").read_bytes() == b"<svg/>"

    def test_the_same_bytes_for_the_same_input(self, results: UnreleasedResults, tmp_path: Path) -> None:
        (tmp_path / "again").mkdir()
        digests = [
            bundle.write_bundle(results, tmp_path / "one", {"run": 1.5}),
            bundle.write_bundle(computed(tmp_path / "again"), tmp_path / "two", {"run": 7.0}),
        ]
        assert digests[0] == digests[1]
        one, two = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "two")
        assert one.pop("run_times.json") != two.pop("run_times.json")
        assert one == two

    def test_one_person_more_is_another_digest(self, results: UnreleasedResults, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        computed(folder)
        (folder / "ev.csv").write_text(TEXT.replace("120", "121"))
        other = run(computed_package(), folder)
        assert bundle.write_bundle(other, tmp_path / "one") != bundle.write_bundle(results, tmp_path / "two")


def computed_package():
    rate = measure("M1", "rate", counted("ev"), denominator=counted("people"), whole=counted("ev"))
    return package(rate, measure("M2", "unknown_share", counted("ev"), per=100), measure("M3", "count", counted("elsewhere")))


class TestTampering:
    def test_with_any_file(self, released: ReleasedResults, tmp_path: Path) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder, PICTURES)
        for name, content in bytes_of(folder).items():
            for change in (content[:-1] + bytes([content[-1] ^ 1]), content + b"\n", b"", None):
                if name == "contents.json" and change == content + b"\n":
                    continue
                path = folder / name
                path.unlink()
                if change is not None:
                    path.write_bytes(change)
                with pytest.raises(BundleUnreadable) as refused:
                    bundle.read_release(folder)
                assert refused.value.findings[0].rule in ("digest-differs", "not-a-bundle")
                path.write_bytes(content)
        assert bundle.read_release(folder) == released

    def test_by_swapping_two_files(self, released: ReleasedResults, tmp_path: Path) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder)
        levels, gaps = (folder / "levels.parquet").read_bytes(), (folder / "gaps.parquet").read_bytes()
        (folder / "levels.parquet").write_bytes(gaps)
        (folder / "gaps.parquet").write_bytes(levels)
        with pytest.raises(BundleUnreadable):
            bundle.read_release(folder)

    def test_by_calling_a_bundle_a_release(self, results: UnreleasedResults, tmp_path: Path) -> None:
        folder = tmp_path / "bundle"
        bundle.write_bundle(results, folder)
        with pytest.raises(BundleUnreadable) as refused:
            bundle.read_release(folder)
        assert refused.value.findings[0].rule == "wrong-kind" and "Release it first" in str(refused.value.findings[0])
        contents = json.loads((folder / "contents.json").read_bytes())
        (folder / "contents.json").write_text(json.dumps({**contents, "kind": bundle.RELEASE}))
        with pytest.raises(BundleUnreadable):
            bundle.read_release(folder)
        write_contents(folder, {**contents, "kind": bundle.RELEASE})
        with pytest.raises(BundleUnreadable):
            bundle.read_release(folder)

    def test_a_release_is_not_read_as_a_bundle(self, released: ReleasedResults, tmp_path: Path) -> None:
        bundle.write_release(released, tmp_path / "release")
        with pytest.raises(BundleUnreadable) as refused:
            bundle.read_bundle(tmp_path / "release")
        assert refused.value.findings[0].rule == "wrong-kind"


class TestHostileFolders:
    """Folders that somebody made, with digests that agree: an error for people, nothing read from outside the folder."""

    @pytest.mark.parametrize(
        "name", ["../secret", "queries/../../secret", "/etc/passwd", "a\x00b", "charts", ".", "", "link", "loop", "x" * 5_000]
    )
    def test_a_path_that_leads_elsewhere(self, released: ReleasedResults, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder, PICTURES)
        (tmp_path / "secret").write_bytes(b"secret")
        (folder / "link").symlink_to(tmp_path / "secret")
        (folder / "loop").symlink_to(folder / "loop")
        contents = json.loads((folder / "contents.json").read_bytes())
        for content in (b"secret", b"", Path("/etc/passwd").read_bytes()):
            contents["files"][name] = hashlib.sha256(content).hexdigest()
            write_contents(folder, contents)
            with pytest.raises(BundleUnreadable):
                bundle.read_release(folder)

    @pytest.mark.parametrize(
        "changes",
        [
            {"levels__parquet": None},
            {"change_package__yaml": None},
            {"certificate__json": None},
            {"levels__parquet": b"PAR1"},
            {"levels__parquet": b""},
            {"findings__json": b"{"},
            {"findings__json": b"[1]"},
            {"findings__json": b'[{"severity": "fatal"}]'},
            {"not_run__json": b'{"a": 1}'},
            {"certificate__json": b"{}"},
            {"certificate__json": b"[" * 100_000},
            {"run_log__json": b"\xff"},
            {"queriesSLASHM1__sql": b"\xff\xfe"},
            {"change_package__yaml": b"a: [1"},
            {"change_package__yaml": b"\xff"},
            {"gaps__parquet": "levels.parquet"},
        ],
        ids=str,
    )
    def test_files_that_are_not_ours(self, released: ReleasedResults, tmp_path: Path, changes: dict[str, bytes | str | None]) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder)
        forge(
            folder, **{name: (folder / content).read_bytes() if isinstance(content, str) else content for name, content in changes.items()}
        )
        with pytest.raises(UserFacingError) as refused:
            bundle.read_release(folder)
        assert refused.value.findings

    @pytest.mark.parametrize(
        "contents",
        [b"", b"null", b"[]", b"{}", b'"x"', b'{"kind": 1}', b'{"kind": "levelground/release/1", "digest": "", "files": []}',
         b'{"kind": "levelground/release/1", "digest": "", "files": {}}', b"\xff", b"[" * 100_000,
         b'{"kind": "levelground/release/1", "digest": "", "files": {"a": {"b": 1}}}', b'{"kind": {}, "digest": 1, "files": {}}'],
    )  # fmt: skip
    def test_contents_that_are_not_ours(self, tmp_path: Path, contents: bytes) -> None:
        (tmp_path / "contents.json").write_bytes(contents)
        for reading in (bundle.read_release, bundle.read_bundle):
            with pytest.raises(BundleUnreadable):
                reading(tmp_path)

    def test_nothing_there(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
            with pytest.raises(BundleUnreadable) as refused:
                bundle.read_release(folder)
            assert refused.value.findings[0].rule == "not-a-bundle"


class TestWriting:
    def test_an_earlier_one_is_replaced_whole(self, results: UnreleasedResults, released: ReleasedResults, tmp_path: Path) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder, PICTURES)
        bundle.write_release(released, folder)
        assert not (folder / "charts").exists()
        assert [path.name for path in tmp_path.iterdir()] == ["release"]
        bundle.write_bundle(results, tmp_path / "bundle", {"run": 1.0})
        bundle.write_bundle(results, tmp_path / "bundle")
        assert not (tmp_path / "bundle" / "run_times.json").exists()

    def test_what_belongs_to_somebody_else_is_left_alone(
        self, results: UnreleasedResults, released: ReleasedResults, tmp_path: Path
    ) -> None:
        notes, filled, other_kind, with_notes = (tmp_path / name for name in ("notes.txt", "filled", "bundle", "release"))
        notes.write_text("mine")
        filled.mkdir()
        (filled / "notes.txt").write_text("mine")
        bundle.write_bundle(results, other_kind)
        bundle.write_release(released, with_notes)
        (with_notes / "charts").mkdir()
        (with_notes / "charts" / "notes.txt").write_text("mine")
        before = {path: bytes_of(path) for path in (filled, other_kind, with_notes)}
        for folder in (notes, filled, other_kind, with_notes):
            with pytest.raises(BundleUnreadable) as refused:
                bundle.write_release(released, folder)
            assert refused.value.findings[0].rule == "folder-in-use"
        assert notes.read_text() == "mine"
        assert {path: bytes_of(path) for path in before} == before
        assert len(list(tmp_path.iterdir())) == 4

    def test_a_link_is_not_followed(self, released: ReleasedResults, tmp_path: Path) -> None:
        bundle.write_release(released, tmp_path / "real")
        (tmp_path / "link").symlink_to(tmp_path / "real")
        with pytest.raises(BundleUnreadable):
            bundle.write_release(released, tmp_path / "link")
        assert bundle.read_release(tmp_path / "real") == released

    def test_an_empty_folder_and_folders_that_are_not_there(self, released: ReleasedResults, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        for folder in (tmp_path / "empty", tmp_path / "a" / "b" / "c"):
            bundle.write_release(released, folder)
            assert bundle.read_release(folder) == released

    def test_a_file_where_a_folder_must_be(self, released: ReleasedResults, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(BundleUnreadable):
            bundle.write_release(released, tmp_path / "file" / "release")

    @pytest.mark.parametrize("stops_at", ["write_bytes", "rename to the place", "rename away"])
    def test_a_write_that_fails_leaves_what_was_there(
        self, released: ReleasedResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops_at: str
    ) -> None:
        folder = tmp_path / "release"
        bundle.write_release(released, folder, PICTURES)
        before = bytes_of(folder)
        original_rename, original_write = Path.rename, Path.write_bytes

        def rename(self: Path, target: Path) -> Path:
            if (stops_at == "rename to the place" and self.name == "fresh") or (stops_at == "rename away" and self == folder):
                raise OSError(28, "No space left on device")
            return original_rename(self, target)

        def write_bytes(self: Path, data: bytes) -> int:
            if stops_at == "write_bytes" and self.name == "recording.parquet":
                raise OSError(28, "No space left on device")
            return original_write(self, data)

        monkeypatch.setattr(Path, "rename", rename)
        monkeypatch.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(BundleUnreadable, match="No space left on device"):
            bundle.write_release(released, folder)
        monkeypatch.undo()
        assert bytes_of(folder) == before
        assert [path.name for path in tmp_path.iterdir()] == ["release"]

    def test_a_reader_sees_the_old_or_the_new(self, released: ReleasedResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """While files are being written, the folder in place is whole."""
        folder = tmp_path / "release"
        bundle.write_release(released, folder)
        seen = []
        original = Path.write_bytes

        def write_bytes(self: Path, data: bytes) -> int:
            seen.append(bundle.read_release(folder) == released)
            return original(self, data)

        monkeypatch.setattr(Path, "write_bytes", write_bytes)
        bundle.write_release(released, folder)
        assert len(seen) > 5 and all(seen)

    def test_a_measure_id_is_no_path(self, results: UnreleasedResults, tmp_path: Path) -> None:
        for measure_id in ("../x", "a/b", "/tmp/x", "..", ""):
            with pytest.raises(UserFacingError):
                package(measure(measure_id, "count", counted("ev")))
        assert list(tmp_path.iterdir()) == []


def test_copies_are_as_good_as_the_folder(released: ReleasedResults, tmp_path: Path) -> None:
    bundle.write_release(released, tmp_path / "release", PICTURES)
    shutil.copytree(tmp_path / "release", tmp_path / "copy")
    assert bundle.read_release(tmp_path / "copy") == released
