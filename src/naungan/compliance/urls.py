"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.compliance.pages import employers, files, licences

urlpatterns: list[URLPattern] = [
    path("kepatuhan/", employers.employers, name="employers"),
    path("kepatuhan/baru/", employers.employer_new, name="employer_new"),
    path("kepatuhan/<int:pk>/", employers.employer, name="employer"),
    path("kepatuhan/<int:pk>/perkiraan/", employers.employer_estimate, name="employer_estimate"),
    path("kepatuhan/<int:pk>/registri/", employers.employer_recognise, name="employer_recognise"),
    path("kepatuhan/<int:pk>/langkah/", employers.employer_step, name="employer_step"),
    path("kepatuhan/<int:pk>/langkah/<int:step>/tarik/", employers.step_withdraw, name="step_withdraw"),
    path("kepatuhan/<int:pk>/langkah/<int:step>/surat.pdf", employers.step_letter, name="step_letter"),
    path("kepatuhan/unggah/", files.lead_files, name="lead_files"),
    path("kepatuhan/unggah/baru/", files.lead_file_new, name="lead_file_new"),
    path("kepatuhan/unggah/<int:pk>/", files.lead_file, name="lead_file"),
    path("kepatuhan/unggah/<int:pk>/simpan/", files.lead_file_commit, name="lead_file_commit"),
    path("kepatuhan/izin/", licences.licence_checks, name="licence_checks"),
    path("kepatuhan/izin/baru/", licences.licence_check_new, name="licence_check_new"),
]
