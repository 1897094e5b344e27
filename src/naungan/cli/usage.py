"""A command that was written wrongly is told like every other error: one clear line, or the error object.

The library that reads the arguments would answer with several lines, in English, also under `--json`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import django
import typer
from typer.exceptions import TyperException

from naungan.kit.faces import WRONG_INPUT, fail
from naungan.law.findings import Refused

INTERRUPTED = 130


def run(app: Callable[..., Any]) -> int:
    """Run the command line; its exit status (2 for wrong input)."""
    try:
        status = app(standalone_mode=False)
    except TyperException as error:
        return _told(error)
    except typer.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _told(error: TyperException) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error), err=True)
        return WRONG_INPUT
    django.setup()
    try:
        fail(_refusal(error), as_json="--json" in sys.argv)
    except typer.Exit as leaving:
        return leaving.exit_code
    raise AssertionError("a failure leaves")


def _refusal(error: TyperException) -> Refused:
    from django.utils.translation import gettext as _

    kind = type(error).__name__
    where = _where(error)
    if kind in {"MissingParameter", "BadOptionUsage"}:
        code, message = "usage.missing", _("%(name)s belum diisi.")
    elif kind == "NoSuchOption":
        code, message = "usage.unknown_option", _("Opsi %(name)s tidak dikenal.")
    elif isinstance(error, typer.BadParameter):
        code, message = "usage.unreadable", _("Nilai untuk %(name)s tidak dapat dibaca.")
    else:
        code, message = "usage.unknown", _("Perintah tidak dapat dibaca di %(name)s.")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "naungan"
    mend = _("Lihat cara pakainya: %(command)s --help") % {"command": command}
    return Refused(code, message % {"name": where}, where=where, mend=mend)


def _where(error: TyperException) -> str:
    """The option, argument or word at fault, as it is written."""
    param = getattr(error, "param", None)
    if param is not None:
        return str(param.get_error_hint()).replace("'", "")
    quoted = re.findall(r"'[^']*'|\([^()]*\)", str(error))
    return str(getattr(error, "option_name", "")) or (quoted[-1].strip("'()") if quoted else "")
