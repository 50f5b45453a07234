"""Counts who is missing, no more often than gives nobody away."""

from __future__ import annotations

from django.db import transaction

from levelground.web.coproduction.models import MissingPeopleCount, Opportunity
from levelground.web.coproduction.queries import missing_people as found
from levelground.web.coproduction.queries import opportunities
from levelground.web.people.actions import audit
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import User


@transaction.atomic
def count(*, opportunity: Opportunity, by: User) -> MissingPeopleCount:
    """Count who answered and who is chosen, by group, in bands. The very same people are never counted twice.

    Raises
    ------
    ChangeRefused
        The call is open, too few answered, or fewer than five people changed since a count: two counts would give those away.
    """
    call = Opportunity.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=opportunity.pk)
    if opportunities.is_open(call):
        raise ChangeRefused("The call is still open. Count once it has closed.")
    same = found.same_count(call)
    if same is not None:
        return same
    everybody, chosen = found.sets(call)
    if len(everybody) < found.ENOUGH:
        raise ChangeRefused(f"Fewer than {found.ENOUGH} people answered. Any count of so few would give somebody away.")
    if found.would_give_away(call):
        raise ChangeRefused("Too little has changed since an earlier count. Change at least five people's outcomes, then count again.")
    made = MissingPeopleCount.objects.create(
        opportunity=call, everybody=sorted(everybody), chosen=sorted(chosen), table={"questions": found.table(call)}, by=by
    )
    audit.record(
        by=by, action="coproduction.count_missing", subject=f"opportunity:{call.pk}", organisation=call.series.organisation, count=made.pk
    )
    return made
