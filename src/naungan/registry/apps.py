"""The Django app of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Room `registry`."""

    name = "naungan.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the registry's parts to the start page."""
        from naungan.registry import panels

        panels.register()
