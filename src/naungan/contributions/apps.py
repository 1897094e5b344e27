"""The Django app of the room."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Room `contributions`."""

    name = "naungan.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the room's parts to other pages, and answer what stands on an import."""
        from naungan.contributions import panels
        from naungan.contributions.dependents import bills_of_batch
        from naungan.contributions.queries.through import protected_through
        from naungan.contributions.reconciliation import panels as reconciliation
        from naungan.kit.dependents import register_dependent
        from naungan.registry.decrees.proof import register_protection

        panels.register()
        reconciliation.register()
        register_dependent("registry.batch", bills_of_batch)
        register_protection(protected_through)
