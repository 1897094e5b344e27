"""The Django app of the room."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Room `agreements`."""

    name = "naungan.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.agreements import panels

        panels.register()
