"""The Django app of the room."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Room `contributions`."""

    name = "naungan.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"
