"""The Django app of the room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Room `papers`."""

    name = "naungan.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
