"""The Django app of the room."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Room `areas`."""

    name = "naungan.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"
