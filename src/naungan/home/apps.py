"""The Django app of the room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Room `home`."""

    name = "naungan.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"
