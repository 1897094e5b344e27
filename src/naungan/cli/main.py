"""`naungan`: the command line. Each room brings its commands; here they are only put together."""

from __future__ import annotations

import os
import sys

import typer

from naungan.accounts.commands import user_app
from naungan.agreements.commands import agreements_app
from naungan.claims.commands import claims_app
from naungan.cli import usage
from naungan.cli.bootstrap import ready
from naungan.cli.law import app as law_app
from naungan.cli.serve import serve
from naungan.compliance.commands import compliance_app
from naungan.contributions.commands import month_app, payment_app
from naungan.coverage.commands import coverage_app
from naungan.demo.commands import command as demo_command
from naungan.evaluation.commands import evaluation_app
from naungan.registry.commands import payer_app, roll_app
from naungan.registry.duplicates.commands import people_app

app = typer.Typer(
    name="naungan",
    help="Siapa yang terlindungi, siapa yang membayar, apa yang terutang. / Who is protected, who pays, what is owed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _ready() -> None:
    if "--help" not in sys.argv:
        ready()


for name, sub in {
    "user": user_app,
    "payer": payer_app,
    "roll": roll_app,
    "people": people_app,
    "month": month_app,
    "payment": payment_app,
    "coverage": coverage_app,
    "agreements": agreements_app,
    "claims": claims_app,
    "evaluation": evaluation_app,
    "compliance": compliance_app,
}.items():
    app.add_typer(sub, name=name, callback=_ready)
app.add_typer(law_app, name="law")
app.command("demo")(demo_command(ready))
app.command("serve")(serve)


def run() -> None:
    """Entry point of the `naungan` script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    sys.exit(usage.run(app))
