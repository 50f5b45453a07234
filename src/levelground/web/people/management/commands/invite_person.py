"""Ask somebody to join an organisation, and print the link for them: `manage invite_person ORGANISATION EMAIL ROLE`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from levelground.web.people.actions import members
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Invitation, Organisation
from levelground.web.people.roles import ROLES


class Command(BaseCommand):
    """Makes an invitation and prints its link, once. An open one for the same address and role does not work any more then."""

    help = "Invite a person into an organisation, and print the link. No message is sent unless --send."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="Its short name.")
        parser.add_argument("email")
        parser.add_argument("role", choices=sorted(ROLES))
        parser.add_argument("--send", action="store_true", help="Send the link to the address too.")

    def handle(self, *args: Any, **options: Any) -> None:
        where = Organisation.objects.filter(slug=options["organisation"]).first()
        if where is None:
            raise CommandError(f"There is no organisation with the short name `{options['organisation']}`. Make it first.")
        email, role = options["email"], options["role"]
        waiting = Invitation.objects.filter(organisation=where, email__iexact=email, role=role, accepted_at=None, withdrawn_at=None)
        try:
            for old in waiting:
                members.withdraw_invitation(invitation=old, by=None)
            invited = members.invite(organisation=where, email=email, role=role, by=None, tell=options["send"])
        except ChangeRefused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"The link for the {ROLES[role].name.lower()} of {where.name}. It works once, for {members.OPEN_FOR.days} days:")
        self.stdout.write(f"{settings.LEVELGROUND_ADDRESS.rstrip('/')}{invited.address}")
