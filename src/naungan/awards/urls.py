"""Addresses of the room."""

from django.urls import URLPattern, path

from naungan.awards.pages import candidates, categories, certificates, editions, jury, punctual

urlpatterns: list[URLPattern] = [
    path("penghargaan/", editions.awards, name="awards"),
    path("penghargaan/baru/", editions.award_new, name="award_new"),
    path("penghargaan/<int:pk>/", editions.award, name="award"),
    path("penghargaan/<int:pk>/kategori/", editions.award_category, name="award_category"),
    path("penghargaan/<int:pk>/juri/", editions.award_juror, name="award_juror"),
    path("penghargaan/<int:pk>/tahap/", editions.award_stage, name="award_stage"),
    path("penghargaan/kategori/<int:pk>/", categories.award_board, name="award_board"),
    path("penghargaan/kategori/<int:pk>/usul/", categories.award_nominate, name="award_nominate"),
    path("penghargaan/kategori/<int:pk>/bobot/", categories.award_weights, name="award_weights"),
    path("penghargaan/kategori/<int:pk>/kriteria/", categories.award_criterion, name="award_criterion"),
    path("penghargaan/kategori/<int:pk>/finalis/", categories.award_finalists, name="award_finalists"),
    path("penghargaan/kategori/<int:pk>/piagam/", categories.award_certificates, name="award_certificates"),
    path("penghargaan/calon/<int:pk>/", candidates.award_candidate, name="award_candidate"),
    path("penghargaan/calon/<int:pk>/hitungan/", candidates.award_working, name="award_working"),
    path("penghargaan/calon/<int:pk>/nilai/", candidates.award_value, name="award_value"),
    path("penghargaan/calon/<int:pk>/verifikasi/", candidates.award_verify, name="award_verify"),
    path("penghargaan/calon/<int:pk>/berhenti/", candidates.award_withdraw, name="award_withdraw"),
    path("penghargaan/calon/<int:pk>/bukti/", candidates.award_evidence, name="award_evidence"),
    path("penghargaan/bukti/<int:pk>/", candidates.evidence, name="evidence"),
    path("penghargaan/juri/", jury.jury, name="jury"),
    path("penghargaan/juri/<int:pk>/", jury.jury_candidate, name="jury_candidate"),
    path("penghargaan/juri/<int:pk>/benturan/", jury.jury_conflict, name="jury_conflict"),
    path("penghargaan/juri/bukti/<int:pk>/", jury.jury_evidence, name="jury_evidence"),
    path("penghargaan/tepat-waktu/", punctual.punctual, name="punctual"),
    path("penghargaan/tepat-waktu/piagam/", punctual.punctual_certificates, name="punctual_certificates"),
    path("penghargaan/tepat-waktu/<path:code>/", punctual.punctual_payer, name="punctual_payer"),
    path("penghargaan/piagam/", certificates.certificates, name="certificates"),
    path(
        "penghargaan/piagam/serah-terima/", certificates.certificate_hand_over, name="certificate_hand_over"
    ),
    path("penghargaan/piagam/<int:pk>.pdf", certificates.certificate, name="certificate"),
    path(
        "penghargaan/piagam/<int:pk>/tarik/", certificates.certificate_withdraw, name="certificate_withdraw"
    ),
]
