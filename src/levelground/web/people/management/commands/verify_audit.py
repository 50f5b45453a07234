"""Whether the audit trail is as it was written: `python -m levelground.web.site.manage verify_audit`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from levelground.errors import Severity
from levelground.web.people.queries import audit_events

DOES_NOT_HOLD = 60
SHOWN = 50


class Command(BaseCommand):
    """Says what was looked at and all that is wrong; ends with 0 when the trail holds, with 60 when it does not."""

    help = (
        "Check the audit trail against its own chain, its signatures and its head outside the database. Ends with 60 when it does not hold."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = audit_events.verified()
        except DatabaseError as error:
            raise CommandError("The audit trail cannot be read. Is this the home of a site that was set up?") from error
        for finding in sorted(found.findings, key=lambda finding: finding.severity is not Severity.ERROR)[:SHOWN]:
            self.stdout.write(str(finding))
        if len(found.findings) > SHOWN:
            self.stdout.write(f"... and {len(found.findings) - SHOWN} more.")
        seen = f"{found.events} events, {'none' if not found.events else f'1 to {found.last}'}; the head outside knows {found.signed}."
        if found.holds:
            self.stdout.write(f"The audit trail holds: {seen}")
            return
        self.stdout.write(
            f"The audit trail does not hold: {seen} Keep the database and the head as they are, and tell who answers for them."
        )
        sys.exit(DOES_NOT_HOLD)
