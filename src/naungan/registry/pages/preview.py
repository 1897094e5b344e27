"""What a checked upload shows: figures, what was recognised, findings by cause, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.scope import Scope
from naungan.areas.queries import name_of
from naungan.kit import numbers
from naungan.kit.dependents import dependents
from naungan.law.findings import Finding
from naungan.registry.imports import batches
from naungan.registry.imports.field_names import FIELD_NAMES
from naungan.registry.imports.rules import RULES, RULES_OF
from naungan.registry.imports.words import TITLES
from naungan.registry.models import Group, ImportBatch, PaidBy
from naungan.registry.pages import words
from naungan.registry.queries import visible_batches

Fact = tuple[str, str]
BAR_WIDTH = 1000
COUNTED = ("rows", "accepted", "rejected", "created", "joined", "updated", "unchanged")


def title_of(code: str) -> str:
    """The cause of a finding in words."""
    return _(TITLES[code]) if code in TITLES else code


def figures(batch: ImportBatch) -> dict[str, Any]:
    """The tallies, which add up to the rows, and the pieces of the bar that shows them."""
    kept = {name: int(batch.counts.get(name) or 0) for name in COUNTED}
    done = batch.state in {ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE}
    joining = max(kept["joined"] - kept["created"], 0)
    parts: tuple[tuple[str, int, str], ...] = (
        ("good", kept["created"], _("Orang baru dibuat") if done else _("Akan dibuat")),
        ("info", joining, _("Orang lama masuk daftar") if done else _("Sudah dikenal, masuk daftar")),
        ("off", kept["unchanged"], _("Tetap sama") if done else _("Sudah ada, tetap sama")),
        ("bad", kept["rejected"], _("Harus diperbaiki")),
    )
    if batches.is_change(batch):
        parts = (
            ("good", kept["updated"], _("Diubah") if done else _("Akan diubah")),
            ("off", kept["accepted"] - kept["updated"], _("Tetap sama")),
            ("bad", kept["rejected"], _("Harus diperbaiki")),
        )
    tallies = [{"tone": tone, "count": count, "label": label} for tone, count, label in parts]
    return {"tally": kept, "tallies": tallies, "bar": _bar(tallies, kept["rows"])}


def _bar(tallies: list[dict[str, Any]], rows: int) -> list[dict[str, Any]]:
    pieces, start = [], 0
    for tally in tallies:
        width = BAR_WIDTH * tally["count"] // rows if rows else 0
        if tally["count"]:
            pieces.append({"x": start, "width": max(width, 4), "tone": tally["tone"]})
        start += width
    return pieces


def causes(batch: ImportBatch, findings: Iterable[Finding], *, can_mend: bool) -> list[dict[str, Any]]:
    """Findings by cause with their counts: what keeps rows out first, then by number."""
    counted: dict[str, list[Finding]] = {}
    for finding in findings:
        counted.setdefault(finding.code, []).append(finding)
    grouped = [
        {
            "code": code,
            "title": title_of(code),
            "count": len(found),
            "blocking": found[0].blocking,
            "example": found[0],
            "rules": [RULES[rule] for rule in RULES_OF.get(code, ())] if can_mend else [],
            "href": f"{reverse('import_batch', args=[batch.pk])}?sebab={code}#catatan-results",
        }
        for code, found in counted.items()
    ]
    return sorted(grouped, key=lambda cause: (not cause["blocking"], -cause["count"], cause["code"]))


_KINDS = {
    "XLSX": "Excel (XLSX)",
    "XLS": "Excel 97–2003 (XLS)",
    "ODS": "OpenDocument (ODS)",
    "XLSB": "Excel (XLSB)",
}
LAYOUTS = {
    "village": gettext_lazy("Daftar desa"),
    "sipp_new": gettext_lazy("SIPP tenaga kerja baru"),
    "sipp_continuing": gettext_lazy("SIPP tenaga kerja lanjutan"),
    "sipp_inactive": gettext_lazy("SIPP tenaga kerja nonaktif"),
    "sipp_wages": gettext_lazy("SIPP upah"),
    "sipp_corrections": gettext_lazy("SIPP koreksi data"),
}


def detected(batch: ImportBatch) -> list[Fact]:
    """What was recognised in the file: kind, layout, sheets."""
    kept = batch.counts
    facts = [
        (_("Format"), _format(str(kept.get("file_kind", "")))),
        (_("Bentuk"), str(LAYOUTS.get(kept.get("layout"), "–"))),
    ]
    sheets = [name for name in kept.get("sheets", []) if name]
    if sheets:
        facts.append((_("Lembar"), ", ".join(sheets)))
    return facts


def columns(batch: ImportBatch) -> list[dict[str, str]]:
    """The headings of the file, each with the field that it was taken for; "" for one that nobody reads."""
    taken = [
        {"heading": heading, "field": str(FIELD_NAMES.get(field, field))}
        for heading, field in batch.counts.get("columns", [])
    ]
    return taken + [{"heading": heading, "field": ""} for heading in batch.counts.get("ignored", [])]


def _format(kind: str) -> str:
    name, _space, detail = kind.partition(" ")
    if name != "CSV":
        return _KINDS.get(name, name or "–")
    separator, _space, encoding = detail.partition(" ")
    spoken = {",": _("koma"), ";": _("titik koma"), "TAB": _("tab"), "|": _("garis tegak")}.get(
        separator, separator
    )
    return _("CSV, pemisah %(separator)s, %(encoding)s") % {"separator": spoken, "encoding": encoding.upper()}


def about(batch: ImportBatch) -> list[Fact]:
    """The particulars that were given with the file."""
    given = batch.options
    if batches.is_change(batch):
        return [(_("Maksud"), _("Perubahan peserta")), (_("Pembayar iuran"), batch.payer.name)]
    group = Group.objects.filter(pk=given.get("group")).first()
    paid_by = dict(PaidBy.choices).get(given.get("paid_by"), given.get("paid_by"))
    amount = given.get("income_rp") if given.get("income_rp") is not None else given.get("wage_rp")
    facts = [
        (_("Kelompok pekerja"), words.joined([str(group or given.get("group")), str(given.get("segment"))])),
        (_("Program"), words.programmes(str(given.get("programmes", "")))),
        (_("Masa"), words.period(given["first_month"], given["last_month"])),
        (_("Dibayar dari"), str(paid_by)),
        (_("Upah/penghasilan"), numbers.rupiah(amount) if amount is not None else _("menurut berkas")),
    ]
    if given.get("area_code"):
        facts.append((_("Wilayah daftar"), name_of(given["area_code"])))
    if given.get("decree_number"):
        facts.append((_("Nomor SK"), str(given["decree_number"])))
    if given.get("quota"):
        facts.append((_("Kuota"), numbers.count(given["quota"])))
    if given.get("shares_workers"):
        facts.append((_("Pekerja juga di daftar lain"), _("diterima")))
    return facts


def twin_of(batch: ImportBatch, scope: Scope) -> ImportBatch | None:
    """An earlier upload of the very same file that the viewer may see."""
    same = visible_batches(scope).filter(sha256=batch.sha256, pk__lt=batch.pk)
    return same.exclude(state=ImportBatch.State.REFUSED).first() if batch.sha256 else None


def standing_on(batch: ImportBatch) -> list[str]:
    """What depends on a saved batch, in sentences; empty when it can be undone."""
    return dependents(batches.DEPENDENTS, batch) if batch.state == ImportBatch.State.COMMITTED else []
