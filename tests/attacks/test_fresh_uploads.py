"""Attacks on memory: many files in one form, each of them small enough."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.builders.coproduction.payments import PNG
from tests.builders.coproduction.series import a_call, a_participant, secret_of
from tests.builders.web import browser

from levelground.documents.utf8_text import MOST_BYTES
from levelground.web.coproduction import receipts
from levelground.web.coproduction.forms.payments import cost_forms
from levelground.web.coproduction.models import PaymentClaim
from levelground.web.publishing.uploads import MOST_TOGETHER, OnlyWhatFits

CHUNK = 64 * 1024


def test_no_form_has_more_kept_than_what_all_its_files_may_have_together() -> None:
    handler, kept = OnlyWhatFits(), 0
    with pytest.raises(RequestDataTooBig):
        for number in range(100):
            handler.new_file(f"f{number}", f"{number}.png", "image/png", MOST_BYTES, None)
            for at in range(0, MOST_BYTES, CHUNK):
                handler.receive_data_chunk(bytes(CHUNK), at)
                kept += CHUNK
    assert kept <= MOST_TOGETHER + CHUNK


def test_files_of_which_only_the_size_is_kept_take_nothing() -> None:
    handler = OnlyWhatFits()
    for number in range(10):
        handler.new_file(f"f{number}", f"{number}.png", "image/png", MOST_BYTES, None)
        for at in range(0, MOST_BYTES + 2 * CHUNK, CHUNK):
            handler.receive_data_chunk(bytes(CHUNK), at)
    assert handler.together == 0


@pytest.mark.django_db
def test_pages_for_everybody_refuse_it_and_a_claim_with_every_receipt_fits() -> None:
    someone = a_participant()
    full = PNG + bytes(receipts.MOST_BYTES - len(PNG))
    assert len(cost_forms(None, None)) * receipts.MOST_BYTES <= MOST_TOGETHER
    public = [reverse("mine_claim", kwargs={"secret": secret_of(someone)}), reverse("start_interest", kwargs={"code": a_call().code})]
    for address in [*public, reverse("account_login")]:
        many = {f"f{number}": SimpleUploadedFile(f"{number}.png", full) for number in range(8)}
        assert browser().post(address, many).status_code in {400, 413}, address
    assert not PaymentClaim.objects.exists()
