"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.budgets.pages import books, lines, payments, plans, reference

urlpatterns: list[URLPattern] = [
    path("anggaran/", books.budgets, name="budgets"),
    path("anggaran/baru/", books.budget_new, name="budget_new"),
    path("anggaran/<int:pk>/", books.budget, name="budget"),
    path("anggaran/<int:pk>/silang/", books.budget_crosswalk, name="budget_crosswalk"),
    path("anggaran/<int:pk>/baris/", books.budget_line_new, name="budget_line_new"),
    path("anggaran/<int:pk>/geser/", books.budget_shift, name="budget_shift"),
    path("anggaran/<int:pk>/cairkan/", payments.budget_payment_new, name="budget_payment_new"),
    path("anggaran/baris/<int:pk>/", lines.budget_line, name="budget_line"),
    path("anggaran/baris/<int:pk>/catat/", lines.budget_move, name="budget_move"),
    path("anggaran/baris/<int:pk>/balik/<int:movement>/", lines.budget_reverse, name="budget_reverse"),
    path("anggaran/pencairan/", payments.budget_payments, name="budget_payments"),
    path("anggaran/pencairan/<int:pk>/", payments.budget_payment, name="budget_payment"),
    path("anggaran/pencairan/<int:pk>/langkah/", payments.budget_payment_step, name="budget_payment_step"),
    path("anggaran/rencana/", plans.budget_plan, name="budget_plan"),
    path("anggaran/rencana/banding/", plans.budget_plan_compare, name="budget_plan_compare"),
    path("anggaran/sumber-dana/", reference.budget_funds, name="budget_funds"),
    path("anggaran/sumber-dana/alokasi/", reference.budget_allocation, name="budget_allocation"),
    path("anggaran/kode/", reference.budget_accounts, name="budget_accounts"),
]
