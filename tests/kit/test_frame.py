"""The frame of every page: policy, language, refusals, error pages, forms."""

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory, override_settings

from naungan.kit.middleware import RefusalsAsPages
from naungan.law import messages
from naungan.law.findings import Refused


@pytest.mark.django_db
def test_every_answer_carries_a_policy_that_allows_only_our_own_files(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_static_files_carry_the_policy_too(client, settings):
    (settings.STATIC_ROOT / "gambar.svg").write_text("<svg/>")
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        answer = client.get("/static/gambar.svg")
    assert answer.status_code == 200
    answer.close()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_what_a_user_saw_is_not_kept_by_the_browser_for_the_next_one(client, django_user_model):
    assert "Cache-Control" not in client.get("/hukum/").headers
    client.force_login(django_user_model.objects.create(username="seseorang"))
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page(client):
    answer = client.post("/bahasa/", {"language": "en", "next": "/hukum/?a=1"})
    assert answer.headers["Location"] == "/hukum/?a=1"
    assert '<html lang="en">' in client.get("/hukum/").content.decode()


@pytest.mark.django_db
def test_the_language_switch_leads_nowhere_outside(client):
    answer = client.post("/bahasa/", {"language": "en", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_missing_page_is_told_in_words(client):
    answer = client.get("/tidak/ada/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_is_a_page_with_code_and_way_out(rf: RequestFactory, client):
    def view(request):
        raise AssertionError

    request = client.get("/").wsgi_request
    refused = Refused("month.already_posted", "Bulan sudah final.", where="2021-01", mend="Buat penyesuaian.")
    answer = RefusalsAsPages(view).process_exception(request, refused)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for text in ("Bulan sudah final.", "2021-01", "Buat penyesuaian.", "month.already_posted"):
        assert text in shown


def test_a_bug_is_no_refusal(rf: RequestFactory):
    assert RefusalsAsPages(lambda request: None).process_exception(rf.get("/"), ValueError("x")) is None


def test_the_law_speaks_the_language_of_the_page(rf: RequestFactory):
    from django.utils import translation

    heard = []
    with translation.override("en"):
        RefusalsAsPages(lambda request: heard.append(messages.language.get()))(rf.get("/"))
    assert heard == ["en"]
    assert messages.language.get() == "id"


class NameForm(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP")
    note = forms.CharField(label="Catatan", required=False)


def test_a_faulty_field_is_bound_to_its_message_and_to_the_summary():
    form = NameForm({})
    shown = Template("{% load kit %}{% error_summary form %}{% field form.name %}").render(
        Context({"form": form})
    )
    assert 'href="#id_name"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_name_help id_name_error"' in shown
    assert 'id="id_name_error"' in shown


def test_optional_fields_say_so_and_required_ones_do_not():
    form = NameForm()
    shown = Template("{% load kit %}{% field form.note %}").render(Context({"form": form}))
    assert "(opsional)" in shown
    assert "(opsional)" not in Template("{% load kit %}{% field form.name %}").render(Context({"form": form}))
