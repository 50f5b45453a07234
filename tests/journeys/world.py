"""What a journey needs to know of the records behind a site, asked of the site's own database by a program beside it.

`python -m tests.journeys.world addresses` prints a value for each part of an address, `... shown` those of the pages that pictures are
taken of; `... person ROLE SLUG` makes somebody with a password and an authenticator app, and prints what they sign in with;
`... closes CODE` lets the closing time of a call come, which nobody can do through the pages: people were told that they have until then.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PASSWORD = "a long password for journeys"  # noqa: S105 - of people who exist in tests only
INVITED = "an-invitation-of-the-tests"


def addresses() -> dict[str, Any]:
    """Values for the parts of addresses: those of every address, and under `of` those of single ones by name."""
    from tests.builders.coproduction import everything as coproduction

    from levelground.web.people.models import Invitation, Membership
    from levelground.web.publishing.models import Comment, Consultation, ConsultationInvitation, News, PackageVersion, RegisterEntry

    draft = PackageVersion.objects.get(package__package_id="northshire_maternity")
    published = PackageVersion.objects.get(package__package_id="northshire_sickle_cell", state="published")
    running = Consultation.objects.get(version__package__package_id="riverside_communities")
    over = Consultation.objects.get(version__package__package_id="riverside_primary_care")
    in_consultation = PackageVersion.objects.get(package__package_id="riverside_communities")
    ConsultationInvitation.objects.get_or_create(
        token_digest=hashlib.sha256(INVITED.encode()).hexdigest(),
        defaults={"consultation": running, "email": "invited@journeys.example", "invited_by": running.opened_by},
    )
    member = Membership.objects.filter(organisation__slug="northshire", role="analyst").order_by("pk").first()
    entry = RegisterEntry.objects.filter(organisation__slug="northshire", kind="recommendation").first()
    news = News.objects.first()
    more, by_name = coproduction.parts("northshire")
    asked = Invitation.objects.filter(organisation__slug="northshire").first()
    return {
        "every": {
            "organisation": "northshire",
            "draft": draft.pk,
            "version": published.pk,
            "package": "northshire_sickle_cell",
            "number": published.number,
            "element": "P1",
            "kind": "secondary_drivers",
            "consultation": running.pk,
            "token": INVITED,
            "comment": Comment.objects.filter(version=draft).first().pk,
            "member": member.user_id,
            "invitation": asked.pk if asked else 1,
            "entry": entry.pk if entry else 1,
            "news": news.pk if news else 1,
            "framework": "wres",
            "strategy": "strategy_2024_27",
            "measure_id": "M1",
            "name": "M1.broad.gap",
            "task": "find-out",
            "provider_id": "nobody",
            "uidb36": "1",
            "key": "set-password",
            "pk": 1,
            **more,
        },
        "of": by_name,
        "riverside": {"organisation": "riverside", "draft": in_consultation.pk},
        "over": over.pk,
    }


def shown() -> dict[str, Any]:
    """Values for the parts of the addresses that pictures are taken of: the demonstration's own records, and nothing beside them."""
    from levelground.web.coproduction.actions import participants
    from levelground.web.coproduction.models import Decision, Opportunity, Participant
    from levelground.web.publishing.models import Consultation, PackageVersion

    chosen, call = Opportunity.objects.order_by("pk")
    somebody = Participant.objects.get(series=chosen.series, name="Ngozi")
    return {
        "organisation": "northshire",
        "draft": PackageVersion.objects.get(package__package_id="northshire_maternity").pk,
        "consultation": Consultation.objects.get(version__package__package_id="riverside_communities").pk,
        "series": chosen.series_id,
        "said": chosen.series.code,
        "chosen": chosen.pk,
        "call": call.code,
        "decision": Decision.objects.filter(series=chosen.series).order_by("pk").first().pk,
        "secret": participants.new_link(participant=somebody, by=None),
    }


def person(role: str, slug: str, email: str) -> dict[str, str]:
    """Somebody new with this role, a password and an authenticator app."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal import auth as totp

    from levelground.web.people.models import Membership, Organisation, User

    user = User(email=email, name=f"{role.replace('_', ' ').capitalize()} of the journeys")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.create(user=user, organisation=Organisation.objects.get(slug=slug), role=role)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return {"email": email, "password": PASSWORD, "secret": secret}


def closes(code: str) -> dict[str, str]:
    """The last day of a call is over: it was yesterday."""
    from django.utils import timezone

    from levelground.web.coproduction.models import Opportunity

    call = Opportunity.objects.get(code=code)
    call.closes_on = timezone.localdate() - datetime.timedelta(days=1)
    call.save(update_fields=["closes_on"])
    return {"closed": call.closes_on.isoformat()}


if __name__ == "__main__":
    django.setup()
    found = {"addresses": addresses, "shown": shown, "person": person, "closes": closes}[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(found) + "\n")
