"""The Django app of the room."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Room `coverage`."""

    name = "naungan.coverage"
    label = "coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the card on the start page."""
        from naungan.coverage.panels import home_card
        from naungan.kit.panels import register_panel

        register_panel("home", home_card, permission="coverage.view", order=30)
