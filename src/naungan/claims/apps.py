"""The Django app of the room."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Room `claims`."""

    name = "naungan.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.claims import panels

        panels.register()
