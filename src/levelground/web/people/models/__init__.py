"""The tables of the room, one concept a file."""

from levelground.web.people.models.audit_event import AuditEvent
from levelground.web.people.models.consent import ConsentRecord
from levelground.web.people.models.membership import Invitation, Membership, RoleName
from levelground.web.people.models.organisation import Organisation, OrganisationKind
from levelground.web.people.models.user import User

__all__ = ["AuditEvent", "ConsentRecord", "Invitation", "Membership", "Organisation", "OrganisationKind", "RoleName", "User"]
