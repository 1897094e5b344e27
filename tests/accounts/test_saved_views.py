"""Saved views: a list with its filters under a name, for whoever saved it and nobody else."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.models import SavedView, User
from naungan.accounts.saved import MOST, kept_query
from naungan.accounts.services import Place, add_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


@pytest.fixture
def clerk(client):
    user, _ = add_user(username="petugas", role="list_owner", place=Place(area="75.03"), actor=operator())
    client.force_login(user)
    return client


def save(client, query="segment=BPU&urut=-name", name="Bukan penerima upah", path="/peserta/"):
    return client.post("/akun/tampilan/simpan/", {"path": path, "query": query, "name": name})


def test_a_list_is_kept_with_its_filters_and_order_and_found_again(clerk):
    assert save(clerk).headers["Location"] == "/peserta/?segment=BPU&urut=-name"
    told = clerk.get("/peserta/").content.decode()
    assert '<a href="/peserta/?segment=BPU&amp;urut=-name">Bukan penerima upah</a>' in told
    assert "Bukan penerima upah" not in clerk.get("/daftar/").content.decode()


def test_which_page_or_file_it_was_is_not_kept():
    assert kept_query("segment=BPU&halaman=3&format=csv&group=&q=siti%20a") == "segment=BPU&q=siti+a"


def test_the_same_name_on_the_same_list_is_replaced(clerk):
    save(clerk)
    save(clerk, query="segment=PU")
    assert SavedView.objects.get().query == "segment=PU"


def test_nobody_sees_or_deletes_the_views_of_another(clerk, client):
    save(clerk)
    view = SavedView.objects.get()
    other, _ = add_user(username="lain", role="list_owner", place=Place(area="75.03"), actor=operator())
    client.force_login(other)
    assert "Bukan penerima upah" not in client.get("/peserta/").content.decode()
    assert client.post(f"/akun/tampilan/{view.pk}/hapus/").status_code == 404
    client.force_login(User.objects.get(username="petugas"))
    assert client.post(f"/akun/tampilan/{view.pk}/hapus/").headers["Location"] == "/peserta/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "  "}, "tanpa nama"),
        ({"path": "https://example.org/"}, "bukan halaman"),
        ({"path": "//example.org/peserta/"}, "bukan halaman"),
        ({"path": "/tidak/ada/"}, "bukan halaman"),
        ({"query": "q=" + "a" * 2000}, "terlalu panjang"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(clerk, asked, told):
    assert told in save(clerk, **asked).content.decode()
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_the_views_of_one_user(clerk):
    user = User.objects.get(username="petugas")
    SavedView.objects.bulk_create(
        SavedView(user=user, path="/peserta/", query="q=a", name=f"Ke-{n}") for n in range(MOST)
    )
    assert "Hapus tampilan" in save(clerk).content.decode()
    assert save(clerk, name="Ke-3").status_code == 302


def test_a_visitor_is_sent_to_sign_in(client):
    assert "/akun/masuk/" in save(client).headers["Location"]
