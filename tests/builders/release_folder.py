"""A release folder for tests of the web: the small package, its numbers and its stored pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from tests.builders.results import package_document, released_results

from levelground.charts import store
from levelground.measurement import bundle


class _Plain(yaml.SafeDumper):
    """Without aliases, which a change package may not have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def small_text() -> str:
    """The text of the small package, from which its values can be read again."""
    return str(yaml.dump(package_document(), Dumper=_Plain, sort_keys=False, allow_unicode=True))


def small_release(folder: Path, **changes: Any) -> Path:
    """Write a release; any part of its results can be given anew by its name."""
    results = released_results(**{"change_package_text": small_text(), **changes})
    bundle.write_release(results, folder, store.files(store.draw(results)))
    return folder
