"""`naungan demo`: the office year of the founding articles, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from naungan.kit.faces import AsJson, echo_json, echo_table, face, progress_bar

Into = Annotated[
    Path | None, typer.Option("--into", help="Folder tujuan (bawaan: NAUNGAN_HOME) / Where to put it")
]
Seed = Annotated[int, typer.Option("--seed", help="Benih orang rekaan / Seed of the made-up people")]
DEFAULT_SEED = 1


def command(ready: Callable[[Path | None], None]) -> Callable[..., None]:
    """The command `demo`; `ready` sets the house up in a home, which only the top of the house knows how to do."""

    def demo(into: Into = None, seed: Seed = DEFAULT_SEED, as_json: AsJson = False) -> None:  # noqa: FBT002
        """Jalankan tahun kerja kantor dengan orang rekaan. / Run the office year with made-up people."""
        with face(as_json):
            ready(into)
            _demo(seed, as_json=as_json)

    return demo


def _demo(seed: int, *, as_json: bool) -> None:
    from naungan.demo import printed, run

    with progress_bar("demo", quiet=as_json) as advance:
        outcome = run.demo(seed=seed, say=lambda _text, done, of: advance(done, of))
    if as_json:
        echo_json(outcome.as_json())
        return
    for table in printed.tables(outcome):
        echo_table(table.title, table.header, table.rows)
    for line in printed.after(outcome):
        typer.echo(line)
