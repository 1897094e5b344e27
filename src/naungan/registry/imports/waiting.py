"""Rows that wait: what is kept out of each upload until a later file brings the person or somebody sets it aside.

A row that a check keeps out is not lost in its batch: it stays on one page until it is done with. A later file of
the same payer does that by itself, by the NIK or by name and birth date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.imports import kept_rows
from naungan.registry.imports.choosing import area_of, must_hold
from naungan.registry.imports.columns import dates_beside, name_key
from naungan.registry.imports.models import WaitingRow
from naungan.registry.imports.words import Placed
from naungan.registry.models import ImportBatch
from naungan.registry.queries import visible_batches

_AT_ONCE = 900
_WHOLE = 16
_ALIVE = (ImportBatch.State.PREVIEWED, ImportBatch.State.COMMITTED)


def open_q() -> Q:
    """Condition: the row still waits."""
    brought = Q(closed_by__isnull=False) & ~Q(closed_by__state=ImportBatch.State.UNDONE)
    return Q(aside_entry=None) & ~brought


def visible(scope: Scope) -> QuerySet[WaitingRow]:
    """Waiting rows of the uploads that the scope shows, the newest upload first; done ones too (see `open_q`)."""
    batches = visible_batches(scope).filter(state__in=_ALIVE).order_by()
    rows = WaitingRow.objects.filter(batch__in=batches)
    return rows.select_related("batch__payer", "closed_by", "aside_entry").order_by("-batch_id", "row")


def keep(batch_id: int, rows: pl.DataFrame, placed: Iterable[Placed]) -> None:
    """Keep which rows of a batch wait, instead of those kept before; a saved batch closes what it brings.

    `rows` are the rows as `kept_rows` keeps them, mends applied. What somebody set aside stays aside while the same
    checks strike the row.
    """
    codes: dict[int, list[str]] = defaultdict(list)
    for one in placed:
        if one.blocking and one.code not in codes[one.row]:
            codes[one.row].append(one.code)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        before = batch.waiting.exclude(aside_entry=None).values_list("row", "codes", "aside_entry")
        aside = {(row, text): entry for row, text, entry in before}
        batch.waiting.all().delete()
        fresh = [_waiting(batch, row, codes[row["row"]], aside) for row in _blocked(rows)]
        WaitingRow.objects.bulk_create(fresh, batch_size=_AT_ONCE)
        if batch.state == ImportBatch.State.COMMITTED:
            _close(batch, rows)


def set_aside(chosen: Sequence[int], *, expected: int, reason: str, actor: Actor) -> int:
    """Say that rows are done with outside the system (the person left, the row was a mistake); how many.

    `expected` is the number that was shown. `Refused`: `waiting.changed`, `waiting.nobody`, `waiting.reason`,
    `batch.out_of_scope`.
    """
    return _mark(chosen, expected=expected, reason=reason, actor=actor, is_aside=True)


def reopen(chosen: Sequence[int], *, expected: int, reason: str, actor: Actor) -> int:
    """Let rows that were set aside wait again; how many. `Refused` as `set_aside`."""
    return _mark(chosen, expected=expected, reason=reason, actor=actor, is_aside=False)


@transaction.atomic
def _mark(chosen: Sequence[int], *, expected: int, reason: str, actor: Actor, is_aside: bool) -> int:
    if not reason.strip():
        raise Refused("waiting.reason", _("Tulis alasannya."), where="reason")
    standing = open_q() if is_aside else Q(aside_entry__isnull=False)
    rows = list(visible(actor.scope).filter(standing, pk__in=list(chosen)).order_by("batch_id"))
    if len(rows) != expected:
        words = {"now": numbers.count(len(rows)), "then": numbers.count(expected)}
        message = _("Sekarang %(now)s baris, bukan %(then)s; periksa lagi.") % words
        raise Refused("waiting.changed", message, where="expected")
    if not rows:
        raise Refused("waiting.nobody", _("Tidak ada yang berubah."), where="expected")
    of: dict[ImportBatch, list[int]] = defaultdict(list)
    for row in rows:
        of[row.batch].append(row.pk)
    for batch, keys in of.items():
        must_hold(batch, actor)
        entry = record(
            actor=actor.name, user=actor.user, reason=reason,
            action="registry.set_aside" if is_aside else "registry.reopen",
            summary={"payer": batch.payer.code, "area": area_of(batch), "batch": batch.pk, "rows": len(keys)},
        )  # fmt: skip
        for start in range(0, len(keys), _AT_ONCE):
            some = WaitingRow.objects.filter(pk__in=keys[start : start + _AT_ONCE])
            some.update(aside_entry=entry if is_aside else None)
    return len(rows)


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the digits of the NIK, the name as it is compared, and the birth date that can be read."""
    digits = pl.col("nik").str.replace_all(r"\D", "")
    return rows.with_columns(
        digits=digits, key=name_key(pl.col("name")), birth_on=dates_beside(rows, "birth")["read"]
    )


def _blocked(rows: pl.DataFrame) -> Iterable[dict[str, Any]]:
    found = rows.filter(pl.col("outcome") == kept_rows.BLOCKED)
    return _identified(found).select("row", "sheet_name", "line", "nik", "name", "birth_on").to_dicts()


def _waiting(
    batch: ImportBatch, row: dict[str, Any], codes: list[str], aside: dict[tuple[int, str], int]
) -> WaitingRow:
    text = f",{','.join(codes)},"[:200]
    return WaitingRow(
        batch=batch,
        row=row["row"],
        sheet=str(row["sheet_name"])[:100],
        line=row["line"],
        nik=str(row["nik"])[:40],
        name=str(row["name"])[:150],
        birth_on=row["birth_on"],
        codes=text,
        aside_entry_id=aside.get((row["row"], text)),
    )


def _close(batch: ImportBatch, rows: pl.DataFrame) -> None:
    """Close what waits of the payer's files of the same kind and names a person whom this batch brought."""
    kind = batch.options.get("kind")
    waits = WaitingRow.objects.filter(open_q(), batch__payer=batch.payer_id, batch__state__in=_ALIVE)
    found = [
        (pk, nik, name, birth_on)
        for pk, nik, name, birth_on, options in waits.values_list(
            "pk", "nik", "name", "birth_on", "batch__options"
        )
        if options.get("kind") == kind
    ]
    if not found:
        return
    schema = {"pk": pl.Int64, "nik": pl.String, "name": pl.String, "birth_on": pl.Date}
    waiting = pl.DataFrame(found, schema=schema, orient="row").with_columns(
        digits=pl.col("nik").str.replace_all(r"\D", ""), key=name_key(pl.col("name"))
    )
    brought = rows.filter(pl.col("outcome") != kept_rows.BLOCKED)
    named = brought.filter(name_key(pl.col("name")).is_in(waiting["key"].implode()))
    numbered = brought.select(digits=pl.col("nik").str.replace_all(r"\D", ""))
    by_number = waiting.filter(pl.col("digits").str.len_chars() == _WHOLE).join(
        numbered, on="digits", how="semi"
    )
    known = waiting.filter((pl.col("key") != "") & pl.col("birth_on").is_not_null())
    by_name = known.join(_identified(named), on=["key", "birth_on"], how="semi")
    keys = sorted({*by_number["pk"], *by_name["pk"]})
    for start in range(0, len(keys), _AT_ONCE):
        WaitingRow.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(closed_by=batch)
