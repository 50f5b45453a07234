"""`python -m levelground.web.site.demonstration`: makes it once, and says how to sign in each time."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

from levelground.web.site.up_to_date import bring_up_to_date

NOTE = "demonstration.json"


def main() -> int:
    """Make the demonstration where there is none, and say who can sign in."""
    bring_up_to_date()
    from django.conf import settings
    from django.db import transaction

    from levelground.web.people.roles import ROLES
    from levelground.web.site.demonstration import calls, clock, packages, register, sessions
    from levelground.web.site.demonstration import cast as people

    note = Path(settings.HOME) / NOTE
    if not note.exists():
        print("making a demonstration organisation ...", flush=True)  # noqa: T201
        password = f"levelground-{secrets.token_hex(3)}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nobody of the cast has a letter box
        with transaction.atomic():
            with clock.on(-80):
                cast = people.cast(password)
            sessions.make(cast, calls.make(cast))
            calls.open_call(cast)
            packages.make(cast)
            register.make(cast)
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"password": password}, file)
    password = json.loads(note.read_text(encoding="utf-8"))["password"]
    rows = [(ROLES[role].name, people.address(role, people.TRUST)) for role in people.NAMES]
    width = max(len(role) for role, _ in rows)
    print(f"\nTo sign in as somebody of Northshire Hospitals (made up), with the password {password}\n")  # noqa: T201
    print(*(f"  {role:<{width}}  {email}" for role, email in rows), sep="\n")  # noqa: T201
    print(f"\nA second organisation, Riverside Voices: {people.address('facilitator', people.COMMUNITY)}\n")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
