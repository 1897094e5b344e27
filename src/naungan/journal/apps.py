"""The Django app of the room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Room `journal`."""

    name = "naungan.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
