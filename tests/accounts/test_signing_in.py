"""Signing in, signing out, and what is not open to anybody."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def sign_in(client, name="siti", password=PASSWORD, **more):
    return client.post("/akun/masuk/", {"login": name, "password": password, **more})


def test_who_knows_the_password_comes_in(client, clerk):
    assert sign_in(client).headers["Location"] == "/"
    shown = client.get("/").content.decode()
    assert "siti" in shown
    assert "Kabupaten Bone Bolango" in shown


def test_a_wrong_password_is_told_and_the_name_is_kept(client, clerk):
    shown = sign_in(client, password="salah").content.decode()
    assert 'id="error-summary"' in shown
    assert 'value="siti"' in shown


def test_guessing_is_stopped(client, clerk):
    for _ in range(5):
        sign_in(client, password="salah")
    assert "sessionid" not in sign_in(client).cookies


def test_who_was_deactivated_does_not_come_in(client, clerk):
    clerk.is_active = False
    clerk.save()
    sign_in(client)
    assert client.get("/jurnal/").headers["Location"].startswith("/akun/masuk/")


def test_one_returns_to_the_page_that_asked_but_never_outside(client, clerk):
    assert sign_in(client, next="/hukum/").headers["Location"] == "/hukum/"
    client.logout()
    assert sign_in(client, next="https://example.org/").headers["Location"] == "/"


def test_the_session_changes_its_key_on_signing_in(client, clerk):
    client.get("/akun/masuk/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_signing_out_needs_a_button_not_a_link(client, clerk):
    client.force_login(clerk)
    client.get("/akun/keluar/")
    assert client.session.get("_auth_user_id") == str(clerk.pk)
    client.post("/akun/keluar/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "mfa_list_webauthn"]
)
def test_nobody_signs_up_or_resets_a_password_alone(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path",
    ["/akun/sandi/", "/akun/dua-langkah/", "/akun/dua-langkah/aktifkan/", "/akun/dua-langkah/kode/baru/"],
)
def test_pages_of_ones_own_account_open_for_who_has_signed_in_only(client, clerk, path):
    assert client.get(path).headers["Location"].startswith("/akun/masuk/")
    sign_in(client)
    answer = client.get(path, follow=True)
    assert answer.status_code == 200


def test_a_changed_password_is_the_new_one(client, clerk):
    client.force_login(clerk)
    new = "sandi-baru-yang-lain-sekali"
    client.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    clerk.refresh_from_db()
    assert clerk.check_password(new)


class TestTheDemo:
    def test_a_stranger_can_click_in(self, client, clerk, tmp_path, settings):
        settings.DEMO, settings.HOME = True, tmp_path
        logins = [{"username": "siti", "role": "operator", "place": "Bone Bolango", "password": PASSWORD}]
        (tmp_path / "demo.json").write_text(json.dumps({"logins": logins}))
        shown = client.get("/akun/masuk/").content.decode()
        assert "Operator desa atau perangkat daerah" in shown
        assert f'value="{PASSWORD}"' in shown

    def test_outside_a_demo_no_password_is_shown(self, client, tmp_path, settings):
        settings.DEMO, settings.HOME = False, tmp_path
        (tmp_path / "demo.json").write_text(
            json.dumps({"logins": [{"username": "x", "role": "y", "password": "z"}]})
        )
        assert "login-cards" not in client.get("/akun/masuk/").content.decode()


def test_a_visitor_has_no_permission(rf):
    from naungan.kit.viewer import viewer

    request = rf.get("/")
    request.user = AnonymousUser()
    assert viewer(request).permissions == frozenset()


def test_who_comes_in_without_a_password_is_told_who_gives_one(client, clerk):
    clerk.set_unusable_password()
    clerk.save()
    client.force_login(clerk)
    answer = client.get("/akun/sandi/")
    assert answer.status_code == 422
    assert "Minta administrator" in answer.content.decode()


def test_a_new_password_of_ones_own_replaces_the_old_one(client, clerk):
    client.force_login(clerk)
    new = "kata-sandi-lain-yang-panjang"
    assert client.get("/akun/sandi/").status_code == 200
    client.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    clerk.refresh_from_db()
    assert clerk.check_password(new)
