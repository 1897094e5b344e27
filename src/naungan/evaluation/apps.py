"""The Django app of the room."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Room `evaluation`."""

    name = "naungan.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages."""
        from naungan.evaluation import panels

        panels.register()
