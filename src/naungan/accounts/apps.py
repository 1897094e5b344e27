"""The Django app of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Room `accounts`."""

    name = "naungan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
