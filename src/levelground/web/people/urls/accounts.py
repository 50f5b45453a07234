"""A person's own account: what is held of them, what they agreed to, how they sign in."""

from __future__ import annotations

from django.urls import path

from levelground.web.people.views import accounts, own_data

urlpatterns = [
    path("account/", accounts.account, name="account"),
    path("account/consents/", accounts.consents, name="consents"),
    path("account/my-data/", own_data.my_data, name="my_data"),
    path("account/my-data.json", own_data.my_data_file, name="my_data_file"),
    path("account/erase/", own_data.erase_me, name="erase_me"),
]
