"""Writes docs/reference/ from the product itself: parameters of the law, groups, commands. `check` fails when a page is stale."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from os import environ
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs` from the product; do not edit. -->"


def parameters() -> str:
    """Every parameter with its dated values and where each was read."""
    from naungan.law import parameters as law

    lines = ["# Parameters of the law", "", NOTE, ""]
    for parameter in law.all_parameters():
        lines += [f"## `{parameter.name}`", "", f"{parameter.title['id']} — {parameter.title['en']} ({parameter.unit})", ""]
        lines += ["| From | To | Value | Reference | Confidence |", "|---|---|---|---|---|"]
        lines += [
            f"| {v.start} | {v.end or ''} | {_short(v.value)} | {_cell(v.reference)} | {v.confidence} |"
            for v in parameter.vintages
        ]
        lines.append("")
    return "\n".join(lines)


def groups() -> str:
    """Groups and occupations with their definitions."""
    from naungan.registry.groups import shipped_groups

    lines = ["# Groups and occupations", "", NOTE, "", "| Code | Name | Segment | Within | Sector | Risk | Definition |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| `{g['code']}` | {g['name']} / {g['name_en']} | {g['segment']} | {g['within'] or ''} | {g['sector']} | {g['risk_group']} | {_cell(g['definition_en'])} |"
        for g in shipped_groups()
    ]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """The command line as it describes itself."""
    import typer.main

    from naungan.cli.main import app

    lines = ["# Command line", "", NOTE, ""]

    def walk(command: object, path: str) -> None:
        import click

        context = click.Context(command, info_name=path, terminal_width=100)  # type: ignore[arg-type]
        subcommands = getattr(command, "commands", {})
        if not subcommands:
            lines.extend([f"## `{path}`", "", "```", command.get_help(context), "```", ""])  # type: ignore[attr-defined]
        for name, sub in subcommands.items():
            walk(sub, f"{path} {name}")

    walk(typer.main.get_command(app), "naungan")
    return "\n".join(lines)


def _short(value: object) -> str:
    text = str(value)
    return _cell(text if len(text) <= 80 else text[:77] + "...")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES: dict[str, Callable[[], str]] = {"parameters.md": parameters, "groups.md": groups, "cli.md": commands}


def main() -> int:
    """Write the pages, or with `check` only compare."""
    environ["NAUNGAN_HOME"] = tempfile.mkdtemp()
    environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
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
