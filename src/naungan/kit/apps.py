"""The Django app of the room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Room `kit`."""

    name = "naungan.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"
