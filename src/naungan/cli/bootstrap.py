"""First use: settings, migrations, areas and groups, so that every command finds a ready database."""

from __future__ import annotations

import os
from pathlib import Path


def ready(home: Path | None = None) -> None:
    """Set Django up, migrate and load what ships with the product. Safe to call again; quick when nothing is to do."""
    if home is not None:
        os.environ["NAUNGAN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.HOME.mkdir(parents=True, exist_ok=True)
    _migrate()
    from naungan.areas.services import load_areas
    from naungan.coverage.services import load_indicators
    from naungan.registry.services import load_groups

    load_areas()
    load_groups()
    load_indicators()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
