"""Somebody chooses how a file is read: which separator and encoding, which row has the headings, which column
holds what. The choice is kept with the batch and remembered for the payer's next file with these headings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import Changed, record, record_changes
from naungan.law.findings import Refused
from naungan.registry import payers
from naungan.registry.imports.headers import HEADER_WITHIN_ROWS, header_of
from naungan.registry.imports.read import read
from naungan.registry.imports.reading import Reading, remember
from naungan.registry.models import ImportBatch

# refusals that another reading may mend
MENDABLE = frozenset({"layout.unknown", "layout.other", "layout.mixed", "file.no_people", "file.quotation"})


def seen_in(path: Path, code: str, reading: Reading) -> dict[str, Any]:
    """What can be shown of a file that was refused: its kind and the row that looks most like headings."""
    if code not in MENDABLE:
        return {"refused": code}
    try:
        book = read(path, separator=reading.separator, encoding=reading.encoding)
    except Refused:
        return {"refused": code, "file_kind": "CSV"}
    kind = f"{book.kind} {book.detail}".strip()
    sheet = max(book.sheets, key=lambda sheet: len(sheet.rows))
    rows = [[str(cell).strip() for cell in row] for row in sheet.rows[:HEADER_WITHIN_ROWS]]
    wanted = reading.header_line
    best = sheet.numbers.index(wanted) if wanted in sheet.numbers[: len(rows)] else _most_words(rows)
    header = header_of(rows[best], best, reading.columns)
    fields = {index: name for name, index in header.columns.items()}
    headings = [
        (key, label, fields.get(index, ""))
        for index, (key, label) in enumerate(zip(header.keys, header.labels, strict=True))
    ]
    return {"refused": code, "file_kind": kind, "header": headings, "header_line": sheet.numbers[best]}


@transaction.atomic
def choose_reading(batch: ImportBatch, reading: Reading, *, actor: Actor) -> ImportBatch:
    """Keep how a file is read, with the batch and for the payer; it has to be checked again afterwards.

    `Refused` `batch.state` once it is saved or undone, `batch.out_of_scope` for another's batch.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("payer").get(pk=batch.pk)
    must_be_open(batch, ImportBatch.State.PREVIEWED, ImportBatch.State.REFUSED, ImportBatch.State.RECEIVED)
    must_hold(batch, actor)
    entry = record(
        actor=actor.name, user=actor.user, action="registry.choose_reading",
        summary={"payer": batch.payer.code, "area": area_of(batch), "batch": batch.pk},
    )  # fmt: skip
    before, after = dict(batch.reading), reading.as_json()
    record_changes(
        entry, [Changed("registry.ImportBatch", batch.pk, {"reading": before}, {"reading": after})]
    )
    labels = [label for _key, label, _field in batch.counts.get("header", [])]
    if labels and reading.columns and payers.holds(actor, batch.payer):
        remember(batch.payer, labels, reading, entry)
    batch.reading, batch.state, batch.message = after, ImportBatch.State.RECEIVED, ""
    batch.save(update_fields=["reading", "state", "message"])
    return batch


def must_be_open(batch: ImportBatch, *states: str) -> None:
    """`Refused` `batch.state` unless the batch stands in one of the states."""
    if batch.state not in states:
        raise Refused(
            "batch.state",
            _("Impor %(name)s berstatus %(state)s; langkah ini tidak berlaku lagi.")
            % {"name": batch.file_name, "state": batch.get_state_display()},
            where=batch.file_name,
        )


def must_hold(batch: ImportBatch, actor: Actor) -> None:
    """`Refused` `batch.out_of_scope` unless it is the payer's own batch, or proposed from the actor's area."""
    own = payers.holds(actor, batch.payer)
    if not own and not (batch.proposed_from_id and actor.scope.holds_area(batch.proposed_from_id)):
        raise Refused("batch.out_of_scope", _("Impor ini di luar kewenangan Anda."), where=batch.file_name)


def area_of(batch: ImportBatch) -> str:
    """The area that a batch concerns."""
    return str(batch.options.get("area_code") or batch.payer.area_id)


def _most_words(rows: list[list[str]]) -> int:
    """The first row with the most cells that are words: headings have no figures."""

    def merit(row: list[str]) -> int:
        return sum(1 for cell in row if cell and not any(map(str.isdigit, cell)))

    return max(range(len(rows)), key=lambda index: merit(rows[index]))
