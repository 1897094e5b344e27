"""All addresses. Each room's pages are listed in its own `urls.py`."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("naungan.accounts.urls")),
    path("", include("naungan.home.urls")),
    path("", include("naungan.registry.urls")),
    path("", include("naungan.contributions.urls")),
    path("", include("naungan.coverage.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
]
