"""The made-up organisations, and a person for each role."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.web.people.actions import invitations, members, organisations
from levelground.web.people.models import Membership, Organisation, OrganisationKind, User
from levelground.web.people.roles import ROLES

TRUST, COMMUNITY = "northshire", "riverside"
NAMES = {
    "curator": "Amara Osei",
    "qi_lead": "Beatriz Lindqvist",
    "analyst": "Chidi Nwosu",
    "facilitator": "Dilnoza Karimova",
    "finance_approver": "Edwin Marsh",
    "board_member": "Farah Siddiqui",
    "subject_expert": "Gwen Abara",
    "partner": "Hamid Rahmani",
    "expert_by_lived_experience": "Ije Campbell",
    "administrator": "Jun Takeda",
}
OF_RIVERSIDE = {"facilitator": "Kemi Adeyemi", "qi_lead": "Leila Haddad", "board_member": "Maya Joseph", "administrator": "Noor Begum"}


@dataclass(frozen=True)
class Cast:
    """Who is in the demonstration, by role."""

    trust: Organisation
    community: Organisation
    of_trust: dict[str, User]
    of_community: dict[str, User]


def address(role: str, slug: str) -> str:
    """The made-up address that somebody signs in with."""
    return f"{role.replace('_', '.')}@{slug}.example"


def cast(password: str) -> Cast:
    """Make the organisations and the people, all with one password."""
    nation = organisations.create(slug="albion", name="Albion Health (made up)", kind=OrganisationKind.NATIONAL_BODY, by=None)
    board = organisations.create(
        slug="northshire-icb", name="Northshire Care Board (made up)", kind=OrganisationKind.ICB, parent=nation, by=None
    )
    trust = organisations.create(slug=TRUST, name="Northshire Hospitals (made up)", kind=OrganisationKind.TRUST, parent=board, by=None)
    community = organisations.create(slug=COMMUNITY, name="Riverside Voices (made up)", kind=OrganisationKind.COMMUNITY, by=None)
    return Cast(trust, community, _people(trust, NAMES, password), _people(community, OF_RIVERSIDE, password))


def _people(organisation: Organisation, names: dict[str, str], password: str) -> dict[str, User]:
    unknown = set(names) - set(ROLES)
    if unknown:
        raise KeyError(f"no such role: {unknown}")
    return {role: _person(organisation, role, name, password) for role, name in names.items()}


def _person(organisation: Organisation, role: str, name: str, password: str) -> User:
    email = address(role, organisation.slug)
    invited = members.invite(organisation=organisation, email=email, role=role, by=None, tell=False)
    person = invitations.accept_with_new_account(invitation=invited.invitation, name=name, password=password)
    if not Membership.objects.filter(user=person, organisation=organisation, role=role, ended_at__isnull=True).exists():
        raise RuntimeError(f"{email} is not in {organisation}")
    return person
