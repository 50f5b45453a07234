"""Told to rooms above this one, inside the transaction of what happened."""

from __future__ import annotations

from django.dispatch import Signal

person_left = Signal()
"""Sent with `user` (User), `organisation` (Organisation) and `by` (User) when somebody's last role in an organisation has ended."""
person_erased = Signal()
"""Sent with `user_id` (int) when a person's data are erased: an index or a cache that holds their name or their words lets go of it."""
