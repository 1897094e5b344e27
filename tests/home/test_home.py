"""The start page for a visitor and for who has signed in."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.models import User
from naungan.accounts.services import Place, add_user
from naungan.kit import panels

pytestmark = pytest.mark.django_db


def test_a_visitor_learns_what_it_is_and_where_to_go(client):
    shown = client.get("/").content.decode()
    assert "Siapa yang terlindungi" in shown
    assert 'href="/akun/masuk/"' in shown
    assert 'href="/hukum/jelaskan/"' in shown
    assert "Jurnal" not in shown


def test_who_has_signed_in_sees_the_month_their_place_and_their_links(client, areas):
    user, _ = add_user(username="siti", role="auditor", place=Place(area="75.03"), actor=operator())
    client.force_login(user)
    shown = client.get("/").content.decode()
    assert "Bulan ini:" in shown
    assert "Auditor" in shown
    assert "Kabupaten Bone Bolango" in shown
    assert 'href="/jurnal/"' in shown


def test_a_user_without_a_role_is_told_so(client):
    client.force_login(User.objects.create(username="baru"))
    assert "belum memegang peran" in client.get("/").content.decode()


def test_cards_and_next_actions_of_the_rooms_stand_on_the_page(client, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.register_panel("home", lambda request, obj: panels.Card("Tagihan belum lunas", "17", href="/x/"))
    panels.register_panel(
        "home.next", lambda request, obj: [panels.NextAction("Verifikasi daftar", "/y/", 1234)]
    )
    client.force_login(User.objects.create(username="baru"))
    shown = client.get("/").content.decode()
    for text in ("Tagihan belum lunas", "17", 'href="/x/"', "Verifikasi daftar", "1.234"):
        assert text in shown


@pytest.mark.parametrize(
    ("role", "door"),
    [("operator", "/unggah/baru/"), ("leader", "/tagihan/"), ("branch_officer", "/pembayaran/")],
)
def test_the_steps_of_the_month_open_the_doors_of_ones_role(client, areas, role, door):
    user, _ = add_user(username="siti", role=role, place=Place(area="75"), actor=operator())
    client.force_login(user)
    steps = client.get("/").content.decode().partition("month-steps")[2].partition("</ol>")[0]
    assert f'href="{door}"' in steps
    assert ("/unggah/baru/" in steps) == (role == "operator")
