"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.contributions.pages import (
    accounts,
    arrears,
    bills,
    corrections,
    documents,
    months,
    payments,
    proofs,
    registers,
    why,
)
from naungan.contributions.reconciliation.urls import urlpatterns as reconciliation

urlpatterns: list[URLPattern] = [
    *reconciliation,
    path("tagihan/", bills.bills, name="bills"),
    path("tagihan/<int:pk>/", bills.bill, name="bill"),
    path("tagihan/<int:pk>/mengapa/<int:membership>/", why.bill_why, name="bill_why"),
    path("tagihan/<int:pk>/bpjs/", bills.agency_amount, name="bill_agency"),
    path("tagihan/<int:pk>/pdf/", documents.bill, name="bill_pdf"),
    path("tunggakan/", arrears.arrears_page, name="arrears"),
    path("tunggakan/surat/", documents.reminders, name="reminders"),
    path("kode-rekening/", accounts.account_codes, name="account_codes"),
    path("rekening/<path:code>/pdf/", documents.statement, name="payer_statement_pdf"),
    path("rekening/<path:code>/langkah/", arrears.payer_step, name="payer_step"),
    path("rekening/<path:code>/", arrears.payer_statement, name="payer_statement"),
    path("iuran-peserta/<int:pk>/", arrears.person_statement, name="person_statement"),
    path("iuran-peserta/<int:pk>/pdf/", documents.person_statement, name="person_statement_pdf"),
    path("pembayaran/<int:pk>/", payments.payment, name="payment"),
    path("pembayaran/<int:pk>/batalkan/", proofs.payment_reverse, name="payment_reverse"),
    path("pembayaran/<int:pk>/bukti/", proofs.payment_proof, name="payment_proof"),
    path("pembayaran/bukti/<int:pk>/", proofs.proof_file, name="proof_file"),
    path("pembayaran/antrean/", registers.queue, name="queue"),
    path("pembayaran/antrean/<int:pk>/", registers.register_line, name="register_line"),
    path("pembayaran/register/", registers.register_new, name="register_new"),
    path("pembayaran/register/<str:key>/", registers.register_preview, name="register_preview"),
    path("pembayaran/<int:pk>/pdf/", documents.receipt, name="receipt_pdf"),
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
