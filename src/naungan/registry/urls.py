"""Addresses of the room."""

from django.urls import path

from naungan.registry.pages import blank_lists, checks, imports, mending, payers, people, rolls

urlpatterns = [
    path("peserta/", people.people, name="people"),
    path("peserta/<int:pk>/", people.person, name="person"),
    path("peserta/<int:pk>/nik/", people.person_nik, name="person_nik"),
    path("pembayar/", payers.payers, name="payers"),
    path("pembayar/<path:code>/", payers.payer, name="payer"),
    path("daftar/", rolls.rolls, name="rolls"),
    path("daftar/<int:pk>/", rolls.roll, name="roll"),
    path("daftar/<int:pk>/verifikasi/", rolls.roll_verify, name="roll_verify"),
    path("daftar/<int:pk>/tetapkan/", rolls.roll_decree, name="roll_decree"),
    path("daftar/<int:pk>/daftarkan/", rolls.roll_register, name="roll_register"),
    path("daftar/<int:pk>/aktifkan/", rolls.roll_activate, name="roll_activate"),
    path("daftar/<int:pk>/sk/", rolls.roll_record_decree, name="roll_record_decree"),
    path("daftar/<int:pk>/akhiri/", rolls.roll_end, name="roll_end"),
    path("unggah/", imports.imports, name="imports"),
    path("unggah/baru/", imports.import_new, name="import_new"),
    path("unggah/kosong/<slug:layout>/", blank_lists.blank_list, name="blank_list"),
    path("unggah/<int:pk>/", imports.import_batch, name="import_batch"),
    path("unggah/pemeriksaan/", checks.checks, name="checks"),
    path("unggah/<int:pk>/baris/<int:row>/", mending.import_row, name="import_row"),
    path("unggah/<int:pk>/aturan/", mending.import_rule, name="import_rule"),
    path("unggah/<int:pk>/cara-baca/", mending.import_reading, name="import_reading"),
    path("unggah/<int:pk>/baris/", imports.import_rows, name="import_rows"),
    path("unggah/<int:pk>/kemajuan/", imports.import_progress, name="import_progress"),
    path("unggah/<int:pk>/periksa/", imports.import_check, name="import_check"),
    path("unggah/<int:pk>/simpan/", imports.import_commit, name="import_commit"),
    path("unggah/<int:pk>/batalkan/", imports.import_undo, name="import_undo"),
    path("unggah/<int:pk>/ditolak.xlsx", imports.import_rejects, name="import_rejects"),
]
