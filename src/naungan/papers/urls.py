"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.papers import pages

urlpatterns: list[URLPattern] = [
    path("periksa/", pages.check, name="paper_check"),
    path("periksa/<str:token>/", pages.verify, name="paper_verify"),
]
