"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.coverage import pages

urlpatterns: list[URLPattern] = [
    path("cakupan/", pages.coverage_page, name="coverage"),
    path("cakupan/peringkat/", pages.rank_page, name="coverage_rank"),
    path("cakupan/sasaran/", pages.targets, name="coverage_targets"),
    path("cakupan/sasaran/catat/", pages.target_new, name="coverage_target_new"),
    path("cakupan/sasaran/<int:pk>/", pages.target, name="coverage_target"),
    path("cakupan/batas/", pages.boundaries, name="coverage_boundaries"),
    path("cakupan/batas/unggah/", pages.boundaries_new, name="coverage_boundaries_new"),
    path("cakupan/potensi/", pages.denominators, name="coverage_denominators"),
    path("cakupan/potensi/catat/", pages.denominator_new, name="coverage_denominator_new"),
    path("cakupan/dilaporkan/", pages.reported, name="coverage_reported"),
    path("cakupan/dilaporkan/<str:code>/", pages.reported_figure, name="coverage_reported_figure"),
]
