"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.demo import pages

urlpatterns: list[URLPattern] = [path("artikel/", pages.articles, name="articles")]
