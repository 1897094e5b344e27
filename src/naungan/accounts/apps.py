"""The Django app of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Room `accounts`."""

    name = "naungan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kit who looks at a page, and bring their saved views to every list."""
        from naungan.accounts.saved_pages import views_of_list
        from naungan.accounts.viewers import viewer_of
        from naungan.kit.panels import register_panel
        from naungan.kit.viewer import register_viewer

        register_viewer(viewer_of)
        register_panel("kit.list", views_of_list)
