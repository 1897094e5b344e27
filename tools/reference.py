"""Writes docs/reference/ from the product: parameters of the law, groups, commands.

`check` writes nothing and fails when a page is stale.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs` from the product; do not edit. -->"


def parameters() -> str:
    """Every parameter with its dated values and where each was read."""
    from naungan.law import parameters as law

    lines = ["# Parameters of the law", "", NOTE]
    for name, parameter in sorted(law.catalogue().items()):
        title = f"{parameter.title['id']} — {parameter.title['en']} ({parameter.unit})"
        lines += ["", f"## `{name}`", "", title, ""]
        rows = [
            (
                v.start,
                v.end or "",
                v.value if isinstance(v.value, int) else "table",
                v.reference,
                v.confidence,
            )
            for v in law.history(name)
        ]
        lines += table(["From", "To", "Value", "Reference", "Confidence"], rows)
    return "\n".join(lines) + "\n"


def groups() -> str:
    """Groups and occupations with their definitions."""
    from naungan.registry.groups import FILE

    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = [
            (
                f"`{g['code']}`",
                f"{g['name']} / {g['name_en']}",
                g["segment"],
                g["within"],
                g["sector"],
                g["risk_group"],
                g["definition_en"],
            )
            for g in csv.DictReader(stream)
        ]
    header = ["Code", "Name", "Segment", "Within", "Sector", "Risk group", "Definition"]
    return "\n".join(["# Groups and occupations", "", NOTE, "", *table(header, rows)]) + "\n"


def commands() -> str:
    """The command line as it describes itself."""
    import typer.main

    from naungan.cli.main import app

    pages = (
        ["", f"## `{path}`", "", "```", command.get_help(context), "```"]
        for path, command, context in leaves(typer.main.get_command(app), "naungan")
    )
    return "\n".join(["# Command line", "", NOTE, *(line for page in pages for line in page)]) + "\n"


def leaves(command: Any, path: str, parent: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """Every command that does something, with its path and context."""
    context = command.make_context(path, [], parent=parent, resilient_parsing=True)
    context.terminal_width = 100
    below = getattr(command, "commands", {})
    if not below:
        yield path, command, context
    for name, sub in below.items():
        yield from ((f"{path} {p}", c, x) for p, c, x in leaves(sub, name, context))


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A Markdown table."""
    head = f"| {' | '.join(header)} |"
    line = f"|{'---|' * len(header)}"
    return [head, line, *(f"| {' | '.join(cell(value) for value in row)} |" for row in rows)]


def cell(value: object) -> str:
    """A value on one line, without what would break the table."""
    return str(value).replace("|", "\\|").replace("\n", " ")


PAGES: dict[str, Callable[[], str]] = {"parameters.md": parameters, "groups.md": groups, "cli.md": commands}


def main() -> int:
    """Write the pages, or with `check` only compare."""
    os.environ["NAUNGAN_HOME"] = tempfile.mkdtemp()
    os.environ["COLUMNS"] = "100"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    import django

    django.setup()
    stale = 0
    for name, page in PAGES.items():
        text, path = page(), FOLDER / name
        if sys.argv[1:] == ["check"]:
            stale += not path.exists() or path.read_text(encoding="utf-8") != text
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    print(f"reference: {len(PAGES)} pages, {stale} stale" + (" (mend with: make docs)" if stale else ""))
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
