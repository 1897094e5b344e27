"""The Django app of the demo: its page and its texts."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Room `demo`: no records of its own."""

    name = "naungan.demo"
    label = "demo"
