"""The Django app of the room."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Room `coverage`."""

    name = "naungan.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"
