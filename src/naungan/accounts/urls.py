"""Addresses of sign-in, password and second factor: only those that a closed installation needs.

Nobody signs up, and no password goes by mail: an administrator gives accounts and new passwords.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from naungan.accounts.access import public, signed_in
from naungan.accounts.pages import own_email, own_password, sign_in
from naungan.accounts.saved_pages import view_forget, view_save

urlpatterns = [
    path("masuk/", sign_in, name="account_login"),
    path("keluar/", signed_in(account.logout), name="account_logout"),
    path("nonaktif/", public(account.account_inactive), name="account_inactive"),
    path("tampilan/simpan/", view_save, name="view_save"),
    path("tampilan/<int:pk>/hapus/", view_forget, name="view_forget"),
    path("sandi/", own_password, name="account_change_password"),
    path("surel/", own_email, name="own_email"),
    path("konfirmasi/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("dua-langkah/", signed_in(mfa.index), name="mfa_index"),
    path("dua-langkah/masuk/", public(mfa.authenticate), name="mfa_authenticate"),
    path("dua-langkah/konfirmasi/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("dua-langkah/aktifkan/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("dua-langkah/matikan/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("dua-langkah/kode/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "dua-langkah/kode/baru/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "dua-langkah/kode/unduh/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
