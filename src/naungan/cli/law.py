"""`naungan law`: run law cases, explain an amount, list the figures of the law. Needs no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from naungan.kit.faces import AsJson, echo_json, face
from naungan.law import cases, explanation, months, parameters
from naungan.law.arithmetic import Table
from naungan.law.messages import refusal
from naungan.law.parameters import Vintage
from naungan.law.questions import ASKS

app = typer.Typer(
    help="Hukum: uji kasus, penjelasan, parameter. / The law: cases, explanations, parameters.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Paths = Annotated[list[Path], typer.Argument(help="Berkas atau folder kasus / Case files or folders")]
Facts = Annotated[list[str] | None, typer.Option("--fact", help="nama=nilai / name=value")]
On = Annotated[
    str, typer.Option("--on", help="Berlaku pada tanggal ini / In force on this date (YYYY-MM-DD)")
]


@app.command("check")
def check(paths: Paths, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Jalankan semua kasus hukum. / Run all law cases."""
    report = cases.check(paths)
    if as_json:
        echo_json(
            {
                "passed": report.passed,
                "failed": report.failed,
                "malformed": report.malformed,
                "lines": list(report.lines),
            }
        )
    else:
        for line in (*report.lines, report.summary):
            typer.echo(line)
    raise typer.Exit(report.status)


@app.command("explain")
def explain(ask: str, fact: Facts = None, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Jelaskan hasil: langkah, pasal, yang meragukan. / Explain a result: steps, articles, doubts."""
    with face(as_json):
        found = explanation.explain(ask, facts_of(ask, fact or []))
        if as_json:
            echo_json(found)
            return
        for name, value in found["results"].items():
            typer.echo(f"{name}: {value}")
        for line in explanation.lines(found):
            typer.echo(line)


@app.command("parameters")
def list_parameters(
    name: Annotated[str, typer.Argument(help="Satu parameter saja / Only this parameter")] = "",
    on: On = "",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Tampilkan angka-angka hukum. / Show the figures of the law."""
    with face(as_json):
        vintages = _vintages(name, _date(on) if on else None)
        if as_json:
            echo_json([_as_json(vintage) for vintage in vintages])
            return
        for vintage in vintages:
            until = vintage.end.isoformat() if vintage.end else "..."
            value = _readable(vintage)
            typer.echo(
                f"{vintage.name}  {vintage.start} - {until}  {value} {vintage.unit}  "
                f"[{vintage.reference}]  {vintage.confidence}"
            )


def facts_of(ask: str, texts: list[str]) -> dict[str, Any]:
    """The facts written as name=value: each value a YAML scalar, a comma list, or JSON."""
    takes = {fact.name: fact for fact in ASKS[ask].takes} if ask in ASKS else {}
    facts = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise refusal("fact.not_written", where="--fact", found=text)
        if name in facts:
            raise refusal("fact.twice", where=name, fact=name)
        kind = takes[name].kind if name in takes else ""
        facts[name] = _value(name, value.strip(), kind)
    return facts


def _value(name: str, text: str, kind: str) -> Any:
    try:
        if text.startswith(("[", "{")):
            return json.loads(text) if kind == "children" else yaml.safe_load(text)
        if "," in text or kind == "words":
            return [yaml.safe_load(part.strip()) for part in text.split(",")]
        return text if kind in ("month", "date", "percent", "word") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError):
        raise refusal("fact.not_written", where=name, found=f"{name}={text}") from None


def _date(text: str) -> date:
    try:
        return months.day_of(text)
    except ValueError:
        raise refusal("date.not_written", where="--on", found=text) from None


def _vintages(name: str, on: date | None) -> list[Vintage]:
    if name and not parameters.exists(name):
        raise refusal("parameter.unknown", where="name", name=name)
    names = [name] if name else sorted(parameters.catalogue())
    if on is None:
        return [vintage for each in names for vintage in parameters.history(each)]
    if name and not parameters.in_force(name, on):
        raise refusal("parameter.no_value", where="--on", name=name, on=on)
    return [parameters.at(each, on) for each in names if parameters.in_force(each, on)]


def _as_json(vintage: Vintage) -> Mapping[str, Any]:
    value = vintage.value
    return {
        "name": vintage.name,
        "title": dict(parameters.catalogue()[vintage.name].title),
        "value": _rows(value) if isinstance(value, Table) else value,
        "unit": vintage.unit,
        "from": vintage.start.isoformat(),
        "to": vintage.end.isoformat() if vintage.end else None,
        "reference": vintage.reference,
        "source": vintage.source,
        "confidence": vintage.confidence,
        "checked_on": vintage.checked_on.isoformat(),
        "note": vintage.note,
    }


def _rows(table: Table) -> dict[str, int]:
    return {str(key): value for key, value in zip(table.keys, table.values, strict=True)}


def _readable(vintage: Vintage) -> str:
    value = vintage.value
    if not isinstance(value, Table):
        return str(value)
    return "; ".join(f"{key}: {number}" for key, number in _rows(value).items())
