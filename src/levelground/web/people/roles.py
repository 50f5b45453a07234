"""Roles, as prose and data: who does what, in words that anybody can read, and the permissions that go with it.

Nothing is allowed that does not stand here. Board members, experts and partners contribute, not only read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Something that a member of an organisation may do in it; the value says so in words."""

    SEE_DRAFTS = "see the organisation's drafts"
    COMMENT_ON_DRAFTS = "say what they think of any part of a draft"
    EDIT_DRAFTS = "start, change, import and undo drafts"
    RUN_CONSULTATIONS = "open and close a consultation, and invite people to it"
    ANSWER_COMMENTS = "read the comments of a consultation and answer them"
    REVIEW = "review a draft that somebody else wrote"
    PUBLISH = "ask for a review, publish a reviewed draft, and withdraw what was published"
    KEEP_REGISTERS = "add to the registers, and publish what was added"
    NAME_OWNERS = "name who answers for an element, and by when"
    SEE_COPRODUCTION = "see the calls, the workshops, the decisions, and what was said, without names"
    RUN_COPRODUCTION = "open calls, plan workshops, write down what was said and decided, and answer those who spoke"
    READ_INTEREST = "read, without names, what people wrote who want to take part"
    SEE_NAMES = "see who takes part and how to reach them, where they are one of the two named people"
    SEE_DEMOGRAPHICS = "see what people said of their ethnic group, age and the like, without names"
    READ_AGAIN = "read a second time what is sensitive, before it is quoted"
    SEE_CONCERNS = "read the concerns that people raised, without names"
    ANSWER_CONCERNS = "answer concerns, and take them up"
    OFFER_PAY = "offer pay, and write down claims for people"
    APPROVE_PAY = "approve claims that somebody else made, and hand them to finance"
    SEE_PEOPLE = "see who is in the organisation"
    MANAGE_PEOPLE = "invite people, change their roles, and end them"
    MANAGE_ORGANISATION = "change the organisation's name, and what it calls its roles"
    SEE_AUDIT = "read the audit trail of the organisation"


@dataclass(frozen=True)
class MemberRole:
    """One role. `id` is kept in memberships; an organisation may show another `name`."""

    id: str
    name: str
    description: str
    permissions: frozenset[Permission]


def _role(role_id: str, name: str, description: str, *permissions: Permission) -> MemberRole:
    return MemberRole(role_id, name, description, frozenset({Permission.SEE_PEOPLE, *permissions}))


_P = Permission

ROLES: dict[str, MemberRole] = {
    role.id: role
    for role in (
        _role(
            "curator",
            "Curator",
            "Keeps the registers true: adds what was recommended and found, in the organisation's own words, with its source.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.EDIT_DRAFTS,
            _P.REVIEW,
            _P.KEEP_REGISTERS,
            _P.SEE_COPRODUCTION,
            _P.SEE_CONCERNS,
            _P.READ_AGAIN,
        ),
        _role(
            "qi_lead",
            "Quality improvement lead",
            "Writes the change package with the people affected, asks what they think, and sees it published.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.EDIT_DRAFTS,
            _P.RUN_CONSULTATIONS,
            _P.ANSWER_COMMENTS,
            _P.REVIEW,
            _P.PUBLISH,
            _P.NAME_OWNERS,
            _P.SEE_COPRODUCTION,
            _P.RUN_COPRODUCTION,
            _P.READ_INTEREST,
            _P.READ_AGAIN,
            _P.SEE_CONCERNS,
            _P.ANSWER_CONCERNS,
            _P.OFFER_PAY,
        ),
        _role(
            "analyst",
            "Analyst",
            "Looks after the measures: what is counted, for whom, from which data.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.EDIT_DRAFTS,
            _P.REVIEW,
            _P.SEE_COPRODUCTION,
            _P.SEE_DEMOGRAPHICS,
        ),
        _role(
            "facilitator",
            "Facilitator",
            "Brings people together, listens, and makes sure that everybody who spoke gets an answer.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.RUN_CONSULTATIONS,
            _P.ANSWER_COMMENTS,
            _P.SEE_COPRODUCTION,
            _P.RUN_COPRODUCTION,
            _P.READ_INTEREST,
            _P.SEE_NAMES,
            _P.READ_AGAIN,
            _P.SEE_CONCERNS,
            _P.ANSWER_CONCERNS,
            _P.OFFER_PAY,
        ),
        _role(
            "finance_approver",
            "Finance approver",
            "Agrees what is paid. Sees no draft unless they have another role too.",
            _P.APPROVE_PAY,
        ),
        _role(
            "board_member",
            "Board member",
            "Answers for the aim: reads drafts, says what they think, and reviews.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.REVIEW,
            _P.SEE_COPRODUCTION,
            _P.SEE_CONCERNS,
        ),
        _role(
            "subject_expert",
            "Subject expert",
            "Knows the field: reads drafts, says what they think, and reviews.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.REVIEW,
            _P.SEE_COPRODUCTION,
            _P.READ_INTEREST,
        ),
        _role(
            "partner",
            "Partner or community organisation",
            "Works alongside: reads drafts and says what they think.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.SEE_COPRODUCTION,
            _P.READ_INTEREST,
            _P.SEE_NAMES,
            _P.SEE_CONCERNS,
        ),
        _role(
            "expert_by_lived_experience",
            "Expert by lived experience",
            "Knows it from their own life: reads drafts and shapes them.",
            _P.SEE_DRAFTS,
            _P.COMMENT_ON_DRAFTS,
            _P.SEE_COPRODUCTION,
            _P.READ_INTEREST,
            _P.READ_AGAIN,
            _P.SEE_CONCERNS,
        ),
        _role(
            "administrator",
            "Administrator",
            "Looks after accounts and roles. Sees no draft unless they have another role too.",
            _P.MANAGE_PEOPLE,
            _P.MANAGE_ORGANISATION,
            _P.SEE_AUDIT,
        ),
    )
}
"""Every role by id."""


def permissions_of(role_ids: frozenset[str]) -> frozenset[Permission]:
    """All that these roles allow together; a role that is not known allows nothing."""
    return frozenset(permission for role_id in role_ids if role_id in ROLES for permission in ROLES[role_id].permissions)
