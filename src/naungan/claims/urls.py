"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.claims.pages import benefits, cases, deaths, files, steps

urlpatterns: list[URLPattern] = [
    path("klaim/", cases.claims, name="claims"),
    path("klaim/<int:pk>/", cases.claim, name="claim"),
    path("klaim/<int:pk>/langkah/<slug:to>/", steps.claim_step, name="claim_step"),
    path("klaim/<int:pk>/catatan/", steps.claim_note, name="claim_note"),
    path("klaim/<int:pk>/sebab/", steps.claim_cause, name="claim_cause"),
    path("klaim/<int:pk>/berkas/", steps.claim_papers, name="claim_papers"),
    path("klaim/<int:pk>/ahli-waris/", steps.claim_heir, name="claim_heir"),
    path(
        "klaim/<int:pk>/ahli-waris/<int:heir>/tarik/", steps.claim_heir_withdraw, name="claim_heir_withdraw"
    ),
    path("klaim/<int:pk>/anak/", steps.claim_child, name="claim_child"),
    path("klaim/<int:pk>/anak/<int:child>/akhiri/", steps.claim_child_withdraw, name="claim_child_withdraw"),
    path("klaim/<int:pk>/anak/<int:child>/tahun/", steps.claim_school_year, name="claim_school_year"),
    path("klaim/kematian/", deaths.deaths, name="deaths"),
    path("klaim/kematian/orang/<int:pk>/", deaths.death_new, name="death_new"),
    path("klaim/kematian/<int:pk>/batal/", deaths.death_undo, name="death_undo"),
    path("klaim/kematian/tertinggal/", deaths.deaths_open, name="deaths_open"),
    path("klaim/kematian/unggah/", files.death_file_new, name="death_file_new"),
    path("klaim/kematian/berkas/<int:pk>/", files.death_file, name="death_file"),
    path("klaim/kematian/berkas/<int:pk>/simpan/", files.death_file_commit, name="death_file_commit"),
    path("klaim/kematian/berkas/<int:pk>/batal/", files.death_file_undo, name="death_file_undo"),
    path(
        "klaim/kematian/berkas/<int:pk>/perbaikan.xlsx", files.death_file_rejects, name="death_file_rejects"
    ),
    path("klaim/manfaat/", benefits.benefits, name="benefits"),
    path("klaim/manfaat/daftar/", benefits.benefit_payments, name="benefit_payments"),
    path("klaim/manfaat/baru/", benefits.benefit_new, name="benefit_new"),
    path("klaim/manfaat/<int:pk>/balik/", benefits.benefit_reverse, name="benefit_reverse"),
    path("klaim/manfaat/unggah/", files.benefit_file_new, name="benefit_file_new"),
    path("klaim/manfaat/berkas/<int:pk>/", files.benefit_file, name="benefit_file"),
    path("klaim/manfaat/berkas/<int:pk>/simpan/", files.benefit_file_commit, name="benefit_file_commit"),
    path("klaim/manfaat/berkas/<int:pk>/batal/", files.benefit_file_undo, name="benefit_file_undo"),
    path(
        "klaim/manfaat/berkas/<int:pk>/perbaikan.xlsx",
        files.benefit_file_rejects,
        name="benefit_file_rejects",
    ),
]
