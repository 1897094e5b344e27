"""The Django app of the room."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Room `budgets`."""

    name = "naungan.budgets"
    label = "budgets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.budgets import panels

        panels.register()
