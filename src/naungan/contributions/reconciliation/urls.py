"""Addresses of reconciliation."""

from django.urls import URLPattern, path

from naungan.contributions.reconciliation import asking, pages

_MONTH = "rekonsiliasi/<int:registration>/<str:month>/"

urlpatterns: list[URLPattern] = [
    path("rekonsiliasi/", pages.reconciliations, name="reconciliations"),
    path("rekonsiliasi/berkas/<int:pk>/", asking.agency_list, name="agency_list"),
    path("rekonsiliasi/tagihan/<int:pk>/", asking.agency_bill, name="agency_bill"),
    path(_MONTH, pages.reconciliation, name="reconciliation"),
    path(f"{_MONTH}unggah/", asking.agency_list_new, name="agency_list_new"),
    path(f"{_MONTH}tagihan-bpjs/", asking.agency_bill_new, name="agency_bill_new"),
    path(f"{_MONTH}bandingkan/", asking.compare_again, name="reconciliation_again"),
    path(f"{_MONTH}selesaikan/", asking.settle_page, name="reconciliation_settle"),
    path(f"{_MONTH}berita-acara/", asking.minutes, name="reconciliation_minutes"),
]
