"""The preview row by row: who the file names, whether the row goes in, and every remark on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.kit.lists import Column
from naungan.kit.nik import is_masked, told
from naungan.law.findings import Finding
from naungan.registry.forms import RowFilterForm
from naungan.registry.imports import batches, kept_rows
from naungan.registry.imports.source import mended
from naungan.registry.imports.words import PlacedFinding
from naungan.registry.models import ImportBatch

TONES = {kept_rows.SOUND: "good", kept_rows.NOTED: "warn", kept_rows.BLOCKED: "bad"}


def as_told(request: HttpRequest, findings: list[PlacedFinding]) -> list[PlacedFinding]:
    """The findings as the viewer may read them: a NIK that stands in them is masked like any other."""
    if not is_masked(request):
        return findings
    return [
        replace(
            one,
            found=told(one.found, request),
            expected=told(one.expected, request),
            mend=told(one.mend, request),
        )
        for one in findings
    ]


def shown(
    request: HttpRequest, batch: ImportBatch, findings: Sequence[Finding], *, can_mend: bool
) -> dict[str, Any]:
    """Rows, columns and filter form for the list page."""
    form = RowFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    frame = batches.rows_of(batch)
    if frame is not None and "sheet" in frame.columns:
        frame = mended(frame, batches.mends_of(batch))
    whole = is_masked(request)
    rows = [] if frame is None else _filtered(frame, given, whole_nik_only=whole).to_dicts()
    return {"rows": rows, "columns": _columns(batch, _remarks(findings), can_mend=can_mend), "form": form}


def _filtered(frame: pl.DataFrame, given: dict[str, Any], *, whole_nik_only: bool) -> pl.DataFrame:
    if given.get("hasil"):
        frame = frame.filter(pl.col("outcome") == given["hasil"])
    if given.get("hanya"):
        frame = frame.filter(pl.col("outcome") != kept_rows.SOUND)
    if text := given.get("q", "").strip().upper():
        named = pl.col("name").str.to_uppercase().str.contains(text, literal=True)
        number = pl.col("nik") == text if whole_nik_only else pl.col("nik").str.contains(text, literal=True)
        frame = frame.filter(named | number)
    return frame


def _remarks(findings: Sequence[Finding]) -> dict[tuple[str, int], str]:
    remarks: dict[tuple[str, int], list[str]] = {}
    for finding in findings:
        text = f"{finding.cell}: {finding.expected}. {finding.mend}"
        remarks.setdefault((finding.sheet, kept_rows.line_of(finding)), []).append(text)
    return {place: " ".join(texts) for place, texts in remarks.items()}


def _columns(batch: ImportBatch, remarks: dict[tuple[str, int], str], *, can_mend: bool) -> list[Column]:
    def href(row: dict[str, Any]) -> str:
        return reverse("import_row", args=[batch.pk, row["row"]]) if can_mend and "row" in row else ""

    words = {
        kept_rows.SOUND: _("Masuk"),
        kept_rows.NOTED: _("Masuk, dengan catatan"),
        kept_rows.BLOCKED: _("Ditahan"),
    }
    return [
        Column("sheet", _("Lembar"), "sheet_name"),
        Column("line", _("Baris"), "line", kind="count", link=href),
        Column("nik", _("NIK"), "nik", kind="nik"),
        Column("name", _("Nama"), "name"),
        Column(
            "outcome",
            _("Hasil"),
            lambda row: words[row["outcome"]],
            kind="tag",
            tone=lambda row: TONES[row["outcome"]],
        ),
        Column(
            "remarks", _("Catatan perbaikan"), lambda row: remarks.get((row["sheet_name"], row["line"]), "")
        ),
    ]
