"""Higher rooms add to lower rooms' pages, and say what depends on a record."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.test import RequestFactory

from naungan.kit import dependents, panels
from naungan.kit.viewer import Viewer
from naungan.law.findings import Refused


@pytest.fixture
def request_of(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(dependents, "_asks", {})

    def make(*permissions: str):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        request.naungan_viewer = Viewer(permissions=frozenset(permissions))
        return request

    return make


def test_panels_stand_in_order_and_only_for_who_may_see_them(request_of):
    panels.register_panel("tempat", lambda request, obj: panels.Card("Kedua", str(obj)), order=2)
    panels.register_panel("tempat", lambda request, obj: panels.Card("Pertama", "1"), order=1)
    panels.register_panel("tempat", lambda request, obj: panels.Card("Rahasia", "2"), permission="x.view")
    request = request_of()
    titles = [part.title for part in panels.parts("tempat", request, 7)]
    assert titles == ["Pertama", "Kedua"]
    assert "Rahasia" in [part.title for part in panels.parts("tempat", request_of("x.view"), 7)]


def test_a_template_shows_the_panels_of_its_place_and_escapes_them(request_of):
    panels.register_panel("tempat", lambda request, obj: panels.Card("<b>Judul</b>", f"{obj} orang"))
    shown = Template('{% load kit %}{% panels "tempat" 12 %}').render(RequestContext(request_of()))
    assert "12 orang" in shown
    assert "&lt;b&gt;Judul&lt;/b&gt;" in shown


def test_what_one_panel_refuses_takes_no_other_away(request_of):
    def refuses(request, obj):
        raise Refused("a.b", "Belum ada indikator.")

    panels.register_panel("tempat", refuses, order=1)
    panels.register_panel("tempat", lambda request, obj: panels.Card("Ada", "1"), order=2)
    first, second = panels.parts("tempat", request_of())
    assert "Belum ada indikator." in first
    assert second.title == "Ada"


def test_every_dependent_names_itself_and_silence_means_free(request_of):
    dependents.register_dependent("batch", lambda batch: "2 tagihan" if batch == 1 else None)
    dependents.register_dependent("batch", lambda batch: "1 klaim" if batch == 1 else None)
    assert dependents.dependents("batch", 1) == ["2 tagihan", "1 klaim"]
    assert dependents.dependents("batch", 2) == []
    assert dependents.dependents("lain", 1) == []
