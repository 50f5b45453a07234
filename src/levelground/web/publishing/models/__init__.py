"""The tables of the room, one concept a file."""

from levelground.web.publishing.models.consultation import Answer, Comment, Consultation, ConsultationInvitation, Outcome, WhySetAside
from levelground.web.publishing.models.edit import Edit
from levelground.web.publishing.models.ownership import Ownership
from levelground.web.publishing.models.package_version import HeldPackage, PackageVersion, VersionState
from levelground.web.publishing.models.register_entry import (
    EntryFacet,
    EntryState,
    EntryVersion,
    News,
    NewsSeen,
    RegisterEntry,
    RegisterKind,
)
from levelground.web.publishing.models.review import Review, Verdict
from levelground.web.publishing.models.stored_text import StoredText

__all__ = [
    "Answer",
    "Comment",
    "Consultation",
    "ConsultationInvitation",
    "Edit",
    "EntryFacet",
    "EntryState",
    "EntryVersion",
    "HeldPackage",
    "News",
    "NewsSeen",
    "Outcome",
    "Ownership",
    "PackageVersion",
    "RegisterEntry",
    "RegisterKind",
    "Review",
    "StoredText",
    "Verdict",
    "VersionState",
    "WhySetAside",
]
