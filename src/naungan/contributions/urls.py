"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.contributions.pages import bills, corrections, months, payments, why

urlpatterns: list[URLPattern] = [
    path("tagihan/", bills.bills, name="bills"),
    path("tagihan/<int:pk>/", bills.bill, name="bill"),
    path("tagihan/<int:pk>/mengapa/<int:membership>/", why.bill_why, name="bill_why"),
    path("pembayaran/", payments.payments, name="payments"),
    path("pembayaran/terima/", payments.payment_new, name="payment_new"),
    path("pembayaran/berkas/", payments.payment_file, name="payment_file"),
    path("pembayaran/berkas/<str:key>/", payments.payment_preview, name="payment_preview"),
    path("bulan/", months.runs, name="months"),
    path("bulan/hitung/", months.run_new, name="month_new"),
    path("bulan/koreksi/", corrections.corrections, name="corrections"),
    path("bulan/kerja/<str:key>/", months.month_work, name="month_work"),
    path("bulan/<int:pk>/", months.run, name="month"),
    path("bulan/<int:pk>/final/", months.run_post, name="month_post"),
]
