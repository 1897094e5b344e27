"""All addresses. Each room's pages are listed in its own `urls.py`."""

from django.urls import include, path
from django.views.i18n import set_language

from naungan.accounts.access import public

urlpatterns = [
    path("akun/", include("naungan.accounts.urls")),
    path("", include("naungan.home.urls")),
    path("", include("naungan.registry.urls")),
    path("", include("naungan.contributions.urls")),
    path("", include("naungan.coverage.urls")),
    path("", include("naungan.agreements.urls")),
    path("", include("naungan.budgets.urls")),
    path("", include("naungan.claims.urls")),
    path("", include("naungan.compliance.urls")),
    path("", include("naungan.awards.urls")),
    path("", include("naungan.evaluation.urls")),
    path("", include("naungan.papers.urls")),
    path("", include("naungan.demo.urls")),
    path("bahasa/", public(set_language), name="set_language"),
]
