"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from naungan.home import journal_pages, law_pages, pages
from naungan.home.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("jurnal/", journal_pages.journal, name="journal"),
    path("jurnal/<int:pk>/", journal_pages.entry, name="journal_entry"),
    path("hukum/", law_pages.law, name="law"),
    path("hukum/parameter/", law_pages.parameters, name="law_parameters"),
    path("hukum/parameter/<slug:name>/", law_pages.parameter, name="law_parameter"),
    path("hukum/jelaskan/", law_pages.explain_page, name="law_explain"),
    path("api/", api.urls),
]
