"""Those who take part in a series, and the private link of each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.codes import digest_of
from levelground.web.coproduction.models import ClaimState, Participant, PaymentClaim, Series
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.viewer import Viewer


def by_secret(secret: str) -> Participant:
    """Whose private link ends with this secret: the one that they were given, or one that a letter to them carried (`signed_links`).

    Raises
    ------
    Http404
        Nobody's; also once their data have been purged.
    """
    rows = Participant.objects.select_related("series__organisation", "series__package").filter(purged_at__isnull=True)
    found = _by_signature(rows, secret) if signed_links.looks_signed(secret) else rows.filter(token_digest=digest_of(secret)).first()
    if found is None:
        raise Http404("no such private link")
    return found


def _by_signature(rows: QuerySet[Participant], secret: str) -> Participant | None:
    found = rows.filter(pk=signed_links.number_in(secret)).first()
    return found if found is not None and signed_links.is_of(found, secret) else None


def of_series(series: Series) -> QuerySet[Participant]:
    """All who take part and have not left, in the order in which they joined."""
    return Participant.objects.filter(series=series, left_at__isnull=True)


def all_of(series: Series) -> QuerySet[Participant]:
    """All who take part or did, in the order in which they joined."""
    return Participant.objects.filter(series=series)


def one(viewer: Viewer, pk: int) -> Participant:
    """One person, for those who may know their name.

    Raises
    ------
    Http404
        There is none, it is another organisation's, or the viewer is not one of the named people: the three cannot be told apart.
    """
    rows = Participant.objects.select_related("series__organisation", "expression", "user").prefetch_related("arrangements")
    found = rows.filter(series__in=all_series.of(viewer), pk=pk).first()
    if found is None or not all_series.may_see_names(viewer, found.series):
        raise Http404("no such person")
    return found


def named_series(viewer: Viewer, pk: int) -> Series:
    """A series whose people the viewer may know by name; Http404 for any other."""
    found = all_series.one(viewer, pk)
    if not all_series.may_see_names(viewer, found):
        raise Http404("no names for this viewer")
    return found


def unpaid_claims(participant: Participant) -> int:
    """How many claims of theirs are not paid yet."""
    return PaymentClaim.objects.filter(participant=participant).exclude(state=ClaimState.PAID).count()
