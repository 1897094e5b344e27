"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.evaluation import pages

urlpatterns: list[URLPattern] = [
    path("evaluasi/", pages.evaluation, name="evaluation"),
    path("evaluasi/inpres/", pages.inpres, name="evaluation_inpres"),
    path("evaluasi/inpres/simpan/", pages.inpres_keep, name="evaluation_inpres_keep"),
    path("evaluasi/tersimpan/<int:pk>/", pages.kept_pack, name="evaluation_kept"),
    path("evaluasi/<str:area>/", pages.pack_page, name="evaluation_pack"),
    path("evaluasi/<str:area>/simpan/", pages.pack_keep, name="evaluation_keep"),
]
