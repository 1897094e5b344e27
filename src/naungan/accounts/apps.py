"""The Django app of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Room `accounts`."""

    name = "naungan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kit who looks at a page."""
        from naungan.accounts.viewers import viewer_of
        from naungan.kit.viewer import register_viewer

        register_viewer(viewer_of)
