"""The Django app of the room."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Room `compliance`."""

    name = "naungan.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.compliance import panels

        panels.register()
