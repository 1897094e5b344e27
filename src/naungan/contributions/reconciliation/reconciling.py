"""Comparing a month and keeping the differences: new ones open, those that are the same now gone, and what was
settled stays settled until what it says changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Bill
from naungan.contributions.reconciliation.amounts import PARTS
from naungan.contributions.reconciliation.causes import Compared, explain
from naungan.contributions.reconciliation.comparing import (
    agency_asks,
    basis_of,
    by_programme,
    compare,
    newest_list,
)
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList, Difference, Reconciliation
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.models import Registration

State = Difference.State
_SAYS: Final = (
    *("person_id", "nik", "kpj", "name", "ours", "theirs"),
    *("ours_rp", "agency_rp", "difference_rp", "is_paid"),
)
_AT_ONCE: Final = 500


@transaction.atomic
def reconcile(
    registration: Registration, month: int, *, actor: Actor, reason: str = "", entry: Entry | None = None
) -> Reconciliation:
    """Compare a registration's month as everything stands now and keep the differences.

    Refused: scope.outside; reconciliation.not_posted while our month has no bill; reconciliation.nothing while the
    agency has told neither members nor a bill.
    """
    # one comparison of a registration at a time
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    refuse_outside(registration, actor)
    _refuse_unready(registration, month)
    compared = compare(registration, month)
    found = explain(compared)
    entry = entry or record(
        actor=actor.name, user=actor.user, action="reconciliation.compare", reason=reason,
        summary={"payer": registration.payer.code, "area": registration.payer.area_id, "month": month},
    )  # fmt: skip
    kept = _kept(registration, month, compared, entry)
    record_changes(entry, _keep(kept, found, entry))
    return kept


def reconcile_beside(
    registration: Registration, month: int, *, actor: Actor, entry: Entry
) -> list[Reconciliation]:
    """Compare anew the months next to one (the nearest before and after it) of which the agency told something: what
    they say of a person may stand on it (who was on the list before, whose record was mended).
    """
    told = _told_months(registration)
    near = [
        max((one for one in told if one < month), default=None),
        min((one for one in told if one > month), default=None),
    ]
    return [
        reconcile(registration, one, actor=actor, entry=entry)
        for one in near
        if one is not None and is_ready(registration, one)
    ]


def _told_months(registration: Registration) -> set[int]:
    """The months of which the agency told members or a bill."""
    return {
        month
        for model in (AgencyList, AgencyBill)
        for month in model.objects.filter(registration=registration).values_list("month", flat=True)
    }


def refuse_outside(registration: Registration, actor: Actor) -> None:
    """Refused: scope.outside for a registration of a payer that is not the actor's."""
    payer = registration.payer
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused(
            "scope.outside", _("Pembayar iuran ini di luar wilayah kerja Anda."), where="registration"
        )


def is_ready(registration: Registration, month: int) -> bool:
    """Whether our month is posted, so that it can be compared."""
    return Bill.objects.filter(registration=registration, month=month).exists()


def _refuse_unready(registration: Registration, month: int) -> None:
    if not is_ready(registration, month):
        raise Refused(
            "reconciliation.not_posted",
            _("Bulan iuran %(month)s pendaftaran ini belum final.") % {"month": numbers.month(month)},
            where="month",
            mend=_("Finalkan bulannya, lalu bandingkan."),
        )
    if newest_list(registration, month) is None and agency_asks(registration, month) is None:
        raise Refused(
            "reconciliation.nothing",
            _("Belum ada daftar peserta aktif atau tagihan dari BPJS Ketenagakerjaan untuk bulan ini."),
            where="month",
            mend=_("Unggah ekspor peserta aktif atau catat tagihan BPJS."),
        )


def _kept(registration: Registration, month: int, compared: Compared, entry: Entry) -> Reconciliation:
    """The reconciliation of the month with the totals of now."""
    ours = compared.ours
    kept, _made = Reconciliation.objects.update_or_create(
        registration=registration,
        month=month,
        defaults={
            "payer": registration.payer,
            "agency_list": newest_list(registration, month),
            "decreed": len(ours.decreed),
            "listed": compared.listed,
            "billed": len(ours.billed),
            "ours_rp": ours.asked_rp,
            "agency_rp": compared.asked_by_agency_rp,
            "listed_rp": compared.listed_rp,
            "paid_rp": sum(bill.paid_rp for bill in ours.bills),
            "by_programme": by_programme(compared),
            "basis": basis_of(registration, month),
            "computed_at": timezone.now(),
            "entry": entry,
        },
    )
    return kept


def _keep(kept: Reconciliation, found: pl.DataFrame, entry: Entry) -> list[Changed]:
    """Write the differences of now over those of before; what changed, for the journal."""
    before = {(one.cause, one.key): one for one in kept.differences.all()}
    new, changed, seen = [], [], set()
    changes = []
    for told in found.iter_rows(named=True):
        row = _with_programmes(told)
        place = (row["cause"], row["key"])
        seen.add(place)
        old = before.get(place)
        if old is None:
            new.append(Difference(reconciliation=kept, entry=entry, **row))
        elif old.state == State.GONE or any(getattr(old, name) != row[name] for name in _SAYS):
            changes.append(_reopened(old, row))
            changed.append(old)
        elif old.by_programme != row["by_programme"]:
            old.by_programme = row["by_programme"]
            changed.append(old)
    Difference.objects.bulk_create(new, batch_size=2000)
    Difference.objects.bulk_update(
        changed, [*_names(), "by_programme", "state", "settlement"], batch_size=_AT_ONCE
    )
    gone = [one for place, one in before.items() if place not in seen and one.state != State.GONE]
    for some in _some([one.pk for one in gone]):
        Difference.objects.filter(pk__in=some).update(state=State.GONE)
    return changes + [_changed(one, {"state": one.state}, {"state": State.GONE.value}) for one in gone]


def _with_programmes(told: dict[str, Any]) -> dict[str, Any]:
    """A row of `causes.SCHEMA` with its amounts by programme as a difference keeps them."""
    row = {name: value for name, value in told.items() if not name.startswith(("o_", "a_", "d_"))}
    sums = {name.upper(): [told[f"{side}_{name}"] for side in ("o", "a", "d")] for name in PARTS}
    return row | {"by_programme": {name: each for name, each in sums.items() if any(each)}}


def _reopened(old: Difference, row: dict[str, Any]) -> Changed:
    """Open a difference with what it says now."""
    after = {name: row[name] for name in _SAYS if getattr(old, name) != row[name]}
    before = {name: getattr(old, name) for name in after} | {
        "state": str(old.state), "settlement": old.settlement_id,
    }  # fmt: skip
    for name in (*_SAYS, "by_programme"):
        setattr(old, name, row[name])
    old.state, old.settlement = State.OPEN, None
    return _changed(old, before, after | {"state": State.OPEN.value, "settlement": None})


def _changed(one: Difference, before: dict[str, Any], after: dict[str, Any]) -> Changed:
    return Changed("contributions.Difference", one.pk, before, after)


def _names() -> list[str]:
    return ["person" if name == "person_id" else name for name in _SAYS]


def _some(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
