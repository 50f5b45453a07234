"""Settings for tests: the product's own, with a home of their own and passwords that are quick to check.

LEVELGROUND_TEST_DATABASE (an address of PostgreSQL) has the same tests run there instead of on SQLite.
"""

from __future__ import annotations

import os
import tempfile

if "PYTEST_XDIST_WORKER" in os.environ or "LEVELGROUND_HOME" not in os.environ:  # tests that run side by side share no folder
    os.environ["LEVELGROUND_HOME"] = tempfile.mkdtemp(prefix="levelground-tests-")
if os.environ.get("LEVELGROUND_TEST_DATABASE"):
    os.environ["DATABASE_URL"] = os.environ["LEVELGROUND_TEST_DATABASE"]

from levelground.web.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_APPEND_ONLY = False  # tests empty the tables between them; tests of the triggers put them on themselves

if not os.environ.get(
    "LEVELGROUND_TEST_DATABASE"
):  # in a file, as outside tests: in memory, two writers at once do not wait for each other
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "tests.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = 120  # noqa: F405 - on a machine that does much else, six writers wait longer for their turn
