"""Everybody keeps the address that their reminders go to."""

from __future__ import annotations

import pytest
from django.test import Client

from naungan.accounts.models import User
from naungan.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_an_address_is_set_and_taken_away_by_its_owner() -> None:
    user = User.objects.create(username="petugas")
    client = Client()
    assert client.get("/akun/surel/").status_code == 302
    client.force_login(user)
    for typed, kept in (
        ("petugas@example.org", "petugas@example.org"),
        ("bukan alamat", "petugas@example.org"),
        ("", ""),
    ):
        client.post("/akun/surel/", {"email": typed})
        user.refresh_from_db()
        assert user.email == kept
    assert Entry.objects.filter(action="accounts.set_own_email").count() == 2
