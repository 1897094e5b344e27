"""The Django app of the room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Room `awards`."""

    name = "naungan.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
