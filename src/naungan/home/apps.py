"""The Django app of the room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Room `home`."""

    name = "naungan.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay out the header: the order in which the month is worked through."""
        from naungan.home.sections import SECTIONS
        from naungan.kit.navigation import register_sections

        register_sections(SECTIONS)
