"""Fetch the built files of the design system again and make them neutral. Standard library only; needs `npm`.

Usage: python3 tools/vendor.py            fetch, rewrite, write the manifest
       python3 tools/vendor.py --check    say whether the committed files are those that the manifest names (offline)

What is rewritten, so that a page asks nobody but its own server and carries no NHS branding:

* absolute addresses `/assets/images/...` become relative; only the pictures that the sheet names are kept;
* the remote, licensed Frutiger fonts go: the type is Liberation Sans, Arial or the system's;
* the source-map line goes;
* NHS blue and its shades become a neutral petrol blue.

The sheet for languages that are written from right to left is made of the rewritten one, by rtlcss (MIT; `tools/rtlcss/` pins it).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DESTINATION = ROOT / "src/levelground/web/design_system/vendor/nhsuk-frontend"
PACKAGE = "nhsuk-frontend"
VERSION = "10.6.1"
INTEGRITY = "sha512-PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw=="
SHEET = "nhsuk-frontend.min.css"
MIRRORED = "nhsuk-frontend.rtl.min.css"
RTLCSS = ROOT / "tools" / "rtlcss"
FONTS = '"Liberation Sans",Arial,system-ui,sans-serif'
NEUTRAL = {
    "#005eb8": "#1b5a75",
    "#0055a6": "#195269",
    "#004b93": "#15485e",
    "#004281": "#14425a",
    "#003d78": "#123e50",
    "#003087": "#0f3647",
    "#002f5c": "#0d2e3c",
    "#337ec6": "#5a8ba0",
    "#c7dcef": "#cfe0e7",
    "#ccdff1": "#d3e2e9",
    "#d9e7f4": "#dce8ed",
    "#edf4fa": "#f0f5f7",
}
LICENCE = """MIT License

Copyright (c) NHS England and the contributors to NHS.UK frontend

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def fetch(folder: Path) -> tarfile.TarFile:
    """The package as its registry serves it, checked against the pinned digest."""
    subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        sys.exit(f"vendor: {archive.name} should have the digest {INTEGRITY}; it has {found}. Nothing was written.")
    return tarfile.open(archive)


def member(archive: tarfile.TarFile, path: str) -> bytes:
    stream = archive.extractfile(f"package/dist/nhsuk/{path}")
    if stream is None:
        sys.exit(f"vendor: {PACKAGE} {VERSION} has no file dist/nhsuk/{path}.")
    return stream.read()


def neutral(sheet: str) -> str:
    """The sheet without absolute addresses, remote fonts, source map and NHS colours."""
    sheet = re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", sheet)
    sheet = re.sub(r"@font-face\{[^}]*\}", "", sheet)
    sheet = re.sub(r"font-family:\s*\"?Frutiger W01\"?,\s*arial,\s*sans-serif", f"font-family:{FONTS}", sheet, flags=re.IGNORECASE)
    sheet = sheet.replace("url(/assets/images/", "url(images/")
    for nhs, ours in NEUTRAL.items():
        sheet = sheet.replace(nhs, ours)
    left = re.findall(r"https?://(?!www\.w3\.org/)[^\s\"')]+|url\(/|frutiger|sourceMappingURL|#005eb8", sheet, flags=re.IGNORECASE)
    if left:
        sys.exit(f"vendor: the rewritten sheet still has {sorted(set(left))}. Nothing was written.")
    return sheet


def mirrored(sheet: str) -> str:
    """The sheet for languages that are written from right to left."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(RTLCSS / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        Path(folder, "sheet.css").write_text(sheet, encoding="utf-8")
        subprocess.run(["node_modules/.bin/rtlcss", "--silent", "sheet.css", "mirrored.css"], cwd=folder, check=True)
        return Path(folder, "mirrored.css").read_text(encoding="utf-8").strip() + "\n"


def built_files() -> dict[str, bytes]:
    """Name -> bytes of everything that is committed, the manifest apart."""
    with tempfile.TemporaryDirectory() as folder, fetch(Path(folder)) as archive:
        sheet = neutral(member(archive, SHEET).decode())
        pictures = sorted(set(re.findall(r"url\((images/[a-z-]+\.svg)\)", sheet)))
        files = {name: member(archive, f"assets/{name}") for name in pictures}
    for name, text in ((SHEET, sheet), (MIRRORED, mirrored(sheet))):
        files[name] = text.encode()
        files[f"{name}.gz"] = gzip.compress(text.encode(), 9, mtime=0)
    files["LICENCE.txt"] = LICENCE.encode()
    return files


def manifest(files: dict[str, bytes]) -> str:
    content = {
        "package": PACKAGE,
        "version": VERSION,
        "licence": "MIT",
        "integrity": INTEGRITY,
        "fetched_with": f"npm pack {PACKAGE}@{VERSION}",
        "rewritten_by": "tools/vendor.py",
        "mirrored_by": f"rtlcss {json.loads((RTLCSS / 'package.json').read_text(encoding='utf-8'))['dependencies']['rtlcss']} (MIT)",
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return json.dumps(content, indent=2) + "\n"


def write() -> int:
    files = built_files()
    for old in DESTINATION.rglob("*"):
        if old.is_file():
            old.unlink()
    for name, data in files.items():
        path = DESTINATION / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (DESTINATION / "MANIFEST.json").write_text(manifest(files), encoding="utf-8")
    print(f"vendor: {PACKAGE} {VERSION}: {len(files)} files in {DESTINATION.relative_to(ROOT)}")
    return 0


def check() -> int:
    """0 when every committed file is the one that the manifest names, and no other file stands there."""
    named: dict[str, str] = json.loads((DESTINATION / "MANIFEST.json").read_text(encoding="utf-8"))["sha256"]
    paths = {path.relative_to(DESTINATION).as_posix(): path for path in DESTINATION.rglob("*") if path.is_file()}
    paths.pop("MANIFEST.json")
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}
    wrong = sorted(name for name in named.keys() | found.keys() if named.get(name) != found.get(name))
    for name in wrong:
        print(f"vendor: {name} is not what MANIFEST.json names. Next step: make vendor", file=sys.stderr)
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the manifest, offline")
    return check() if parser.parse_args().check else write()


if __name__ == "__main__":
    sys.exit(main())
