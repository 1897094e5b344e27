"""Cells are mended in the preview: the file stays as it came, the mend stands in for it, and only the rows that
it touches are checked again. Each mend is journalled: who changed what, from what to what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import Changed, record, record_changes
from naungan.law.findings import Refused
from naungan.registry.imports import batches, kept_rows, waiting
from naungan.registry.imports import run as importing
from naungan.registry.imports.choosing import area_of, must_be_open, must_hold
from naungan.registry.imports.columns import FIELDS
from naungan.registry.imports.rules import RULES, RULES_OF
from naungan.registry.imports.source import address, mended
from naungan.registry.imports.words import Placed
from naungan.registry.models import CellMend, ImportBatch

# beyond this the whole file is checked again in the background
MOST_ROWS = 2_000
LONGEST = 300
# fields whose values bind rows together: who shares one is checked together
_BINDING = ("nik", "name", "phone", "kpj")
_ACROSS = frozenset({"nik.repeated", "person.same_name", "phone.repeated", "kpj.repeated", "row.repeated"})


@dataclass(frozen=True, slots=True)
class Mended:
    """How many cells were changed; whether the whole file has to be checked again (by the caller)."""

    cells: int
    check_all: bool


def cells_of(batch: ImportBatch, row: int) -> dict[str, Any] | None:
    """A kept row with its mends: its place (`sheet_name`, `line`), `texts` by field, `before` by mended field,
    `columns` of its sheet; None where there is no such row.
    """
    folder = batches.folder_of(batch.pk)
    rows, sheets = kept_rows.read(folder), kept_rows.sheets_of(folder)
    if rows is None or sheets is None or not 0 <= row < rows.height:
        return None
    found = rows.row(row, named=True)
    mends = batches.mends_of(batch)
    here = {
        name: text
        for (sheet, line, name), text in mends.items()
        if (sheet, line) == (found["sheet"], found["line"])
    }
    return {
        **found,
        "texts": {name: here.get(name, found[name]) for name in FIELDS},
        "before": {name: found[name] for name in here},
        "columns": sheets["sheets"][found["sheet"]]["columns"],
        "purpose": sheets["purpose"],
    }


def mend_cells(
    batch: ImportBatch,
    cells: Sequence[tuple[int, str, str]],
    *,
    actor: Actor,
    rule: str = "",
    reason: str = "",
) -> Mended:
    """Put texts into cells (`row`, `field`, text) of a preview, and check again what they touch.

    `Refused` `batch.state`, `batch.out_of_scope`, `mend.field` for a field that no list has.
    """
    if any(name not in FIELDS for _row, name, _text in cells):
        raise Refused("mend.field", _("Kolom itu tidak dikenal."), where=batch.file_name)
    with transaction.atomic():
        batch = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("payer", "roll")
            .get(pk=batch.pk)
        )
        must_be_open(batch, ImportBatch.State.PREVIEWED)
        must_hold(batch, actor)
        rows, sheets = _kept(batch)
        changes = _changes(batch, rows, cells)
        if not changes:
            return Mended(0, check_all=False)
        entry = record(
            actor=actor.name, user=actor.user, action="registry.mend_cells", reason=reason,
            summary={"payer": batch.payer.code, "area": area_of(batch), "batch": batch.pk,
                     "cells": len(changes), "rule": rule},
        )  # fmt: skip
        record_changes(entry, [_change(batch, sheets, mend) for mend in changes])
        CellMend.objects.bulk_create([_with(mend, entry, rule) for mend in changes], batch_size=1000)
        return Mended(len(changes), check_all=not _checked_again(batch, rows, changes, actor))


def apply_rule(batch: ImportBatch, code: str, rule_code: str, value: str, *, actor: Actor) -> Mended:
    """One rule for all rows of a cause. `Refused` `mend.rule` for one that does not fit the cause."""
    if rule_code not in RULES_OF.get(code, ()):
        raise Refused("mend.rule", _("Aturan itu tidak cocok untuk sebab ini."), where=batch.file_name)
    rule = RULES[rule_code]
    if rule.asks and not value.strip(" /"):
        raise Refused("mend.value", _("Isi dahulu nilai untuk semua baris itu."), where=batch.file_name)
    rows, _sheets = _kept(batch)
    now = mended(rows, batches.mends_of(batch))
    cells = []
    struck = {one.row: one.field for one in batches.placed_of(batch.pk) if one.code == code and one.row >= 0}
    for row in now.filter(pl.col("row").is_in(list(struck))).iter_rows(named=True):
        change = rule.apply(row, struck[row["row"]], value)
        cells += [(row["row"], name, text) for name, text in change.items()]
    return mend_cells(batch, cells, actor=actor, rule=rule_code)


def _kept(batch: ImportBatch) -> tuple[pl.DataFrame, dict[str, Any]]:
    folder = batches.folder_of(batch.pk)
    rows, sheets = kept_rows.read(folder), kept_rows.sheets_of(folder)
    if rows is None or sheets is None:
        raise Refused(
            "mend.not_kept",
            _("Pratinjau ini dibuat versi lama; periksa ulang dulu."),
            where=batch.file_name,
        )
    return rows, sheets


def _changes(batch: ImportBatch, rows: pl.DataFrame, cells: Iterable[tuple[int, str, str]]) -> list[CellMend]:
    """The cells that really change, with what they hold now."""
    mends = batches.mends_of(batch)
    found = []
    for row, name, text in cells:
        if not 0 <= row < rows.height:
            raise Refused("mend.row", _("Baris itu tidak ada."), where=batch.file_name)
        sheet, line, said = rows.select("sheet", "line", name).row(row)
        before = mends.get((sheet, line, name), said)
        after = " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())[:LONGEST]
        if after != before:
            found.append(
                CellMend(
                    batch=batch, sheet=sheet, line=line, field=name, before=before[:LONGEST], after=after
                )
            )
    return found


def _with(mend: CellMend, entry: Any, rule: str) -> CellMend:
    mend.entry, mend.rule = entry, rule
    return mend


def _change(batch: ImportBatch, sheets: dict[str, Any], mend: CellMend) -> Changed:
    sheet = sheets["sheets"][mend.sheet]
    column = sheet["columns"].get(mend.field)
    place = address(column, mend.line) if column is not None else f"{mend.line} {mend.field}"
    cell = f"{sheet['name']}!{place}" if sheet["name"] else place
    return Changed("registry.ImportBatch", batch.pk, {cell: mend.before}, {cell: mend.after})


def _checked_again(batch: ImportBatch, rows: pl.DataFrame, changes: list[CellMend], actor: Actor) -> bool:
    """Check the touched rows; False when there are too many, or a quota makes every row count."""
    now = mended(rows, batches.mends_of(batch))
    placed = batches.placed_of(batch.pk)
    touched = _touched(rows, now, changes, placed)
    if batch.options.get("quota") or len(touched) > MOST_ROWS or "kind" in batch.options:
        return False
    request = batches.request_of(batch, actor, dry_run=True)
    sheets = kept_rows.sheets_of(batches.folder_of(batch.pk))
    assert sheets is not None
    part = now.filter(pl.col("row").is_in(sorted(touched)))
    with transaction.atomic():
        place = importing.place_of(request)
        seen = importing.check_rows(part.drop(*_FATE), request, place, sheets["purpose"])
        transaction.set_rollback(True)
    _keep(
        batch, rows, _merged(placed, touched, [_placed(hit, now, sheets) for hit in seen.hits]), touched, seen
    )
    return True


def _merged(placed: Iterable[Placed], touched: set[int], fresh: Iterable[Placed]) -> list[Placed]:
    """The remarks on rows that were not touched, and the new ones on those that were."""
    kept = [*(one for one in placed if one.row not in touched), *fresh]
    return sorted(kept, key=lambda one: (one.row, not one.blocking, one.code))


def _keep(
    batch: ImportBatch, rows: pl.DataFrame, placed: list[Placed], touched: set[int], seen: importing.Checked
) -> None:
    """Keep remarks, rows and figures of a batch after a part of it was checked again."""
    fate = {
        "new": seen.plan.new["row"].to_list(),
        "joining": seen.plan.joining["row"].to_list(),
        "updating": importing.updating_rows(seen.plan).to_list(),
    }
    inside, row = pl.col("row").is_in(sorted(touched)), pl.col("row")
    rows = rows.with_columns(
        **{
            name: pl.when(inside).then(row.is_in(sorted(found))).otherwise(pl.col(name))
            for name, found in fate.items()
        },
        outcome=kept_rows.outcomes(rows["row"], placed),
    )
    folder = batches.folder_of(batch.pk)
    rows.write_parquet(folder / kept_rows.FILE)
    batches.keep_placed(batch.pk, placed)
    waiting.keep(batch.pk, mended(rows, batches.mends_of(batch)), placed)
    (folder / batches.REJECTS).unlink(missing_ok=True)
    batch.counts = {**batch.counts, **kept_rows.counted(rows, placed)}
    batch.save(update_fields=["counts"])


_FATE = ("new", "joining", "updating", "outcome", "sheet_name")


def _touched(
    rows: pl.DataFrame, now: pl.DataFrame, changes: list[CellMend], placed: Iterable[Placed]
) -> set[int]:
    """The rows that were changed, and every row that shares a number or a name with them, before or after."""
    places = {(mend.sheet, mend.line) for mend in changes}
    here = pl.DataFrame(sorted(places), schema={"sheet": pl.Int32, "line": pl.Int64}, orient="row")
    found = set(rows.join(here, on=["sheet", "line"], how="semi")["row"].to_list())
    found |= {one.row for one in placed if one.code in _ACROSS}
    size = -1
    while size != len(found) and len(found) <= MOST_ROWS:
        size = len(found)
        for frame in (rows, now):
            mine = frame.filter(pl.col("row").is_in(sorted(found)))
            for name in _BINDING:
                values = mine.filter(pl.col(name) != "")[name].unique()
                found |= set(frame.filter(pl.col(name).is_in(values.implode()))["row"].to_list())
    return found


def _placed(hit: Any, rows: pl.DataFrame, sheets: dict[str, Any]) -> Placed:
    sheet, line = rows.select("sheet", "line").row(hit.row)
    columns = sheets["sheets"][sheet]
    cell = address(columns["columns"].get(hit.field), line)
    return Placed(hit.code, columns["name"], cell, hit.found, hit.given, hit.row, hit.field, hit.weighs)
