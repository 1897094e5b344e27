"""The Django app of the room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Room `awards`."""

    name = "naungan.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.awards import panels

        panels.register()
