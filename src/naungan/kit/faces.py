"""Manners of the command line, the same for every command.

One clear line for an error, JSON on request, progress.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from naungan.law.findings import Refused

AsJson = Annotated[bool, typer.Option("--json", help="Jawab sebagai JSON / Answer as JSON")]
ActorName = Annotated[str, typer.Option("--actor", help="Siapa yang melakukan / Who does it")]
Reason = Annotated[str, typer.Option("--reason", help="Mengapa / Why")]

WRONG_INPUT = 2
PRINTED_WIDTH = 160


def system_user() -> str:
    """The name for the journal when `--actor` is not given."""
    return getpass.getuser()


@contextmanager
def face(as_json: bool) -> Iterator[None]:  # noqa: FBT001
    """Turn a refusal into one line, or the error object with `--json`, on standard error; exit status 2."""
    try:
        yield
    except Refused as refused:
        fail(refused, as_json=as_json)


def fail(refused: Refused, *, as_json: bool) -> None:
    """Print a refusal and leave with exit status 2."""
    if as_json:
        sys.stderr.write(json.dumps(refused.as_json(), ensure_ascii=False) + "\n")
    else:
        where = f" [{refused.where}]" if refused.where else ""
        mend = f" {refused.mend}" if refused.mend else ""
        sys.stderr.write(f"{refused.code}: {refused.message}{where}{mend}\n")
    raise typer.Exit(WRONG_INPUT)


def echo_json(value: Any) -> None:
    """Print a value as JSON, and nothing else, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def echo_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; numbers are right-aligned."""
    table = Table(title=title, title_justify="left")
    for index, name in enumerate(header):
        numeric = bool(rows) and all(
            isinstance(row[index], int | float) or row[index] is None for row in rows
        )
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*["" if cell is None else str(cell) for cell in row])
    _console().print(table)


def _console() -> Console:
    """The terminal as it is; into a file or a log, a width at which tables can be read."""
    console = Console()
    return console if console.is_terminal else Console(width=PRINTED_WIDTH)


@contextmanager
def progress_bar(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error with count and time left; the yielded function takes (done, of)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    # a file or a pipe gets no bar: standard error is for one clear line then
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
