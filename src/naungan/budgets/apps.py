"""The Django app of the room."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Room `budgets`."""

    name = "naungan.budgets"
    label = "budgets"
    default_auto_field = "django.db.models.BigAutoField"
