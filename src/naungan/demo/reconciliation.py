"""A month of Bone Bolango reconciled: the agency's made-up exports of two months, the second with each kind of fault.

The exports are made from who was billed, in the order of the registry, so that the same world gives the same files.
In May both agree; in June the agency dropped some, keeps some dead, has another wage, programme, NIK or name of
others, lists people of other payers and strangers, one of them twice, and bills a little more than its list comes to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.reconciliation.models import Difference
from naungan.contributions.reconciliation.queries import visible
from naungan.contributions.reconciliation.receiving import receive_list, record_agency_bill
from naungan.contributions.reconciliation.settling import Decision, settle
from naungan.demo.lists import BONE_BOLANGO
from naungan.law import months
from naungan.registry.models import Membership, Person, Registration, Segment

MAY, JUNE = months.parse("2021-05"), months.parse("2021-06")
MORE_RP = 50_400
STRANGERS = (("7503016506880001", "Rekaan Tak Terdaftar"), ("7503012309790001", "Rekaan Pendatang"))
_HEAD = ("NO", "NIK", "KPJ", "NAMA LENGKAP", "TANGGAL LAHIR", "PROGRAM", "UPAH", "BLTH")
Row = dict[str, str]


def record_reconciliation(home: Path, actor: Actor) -> None:
    """Bring both exports and the agency's bill of June in, and settle one cause as the two offices would."""
    registration = Registration.objects.filter(
        payer__code=BONE_BOLANGO, segment=Segment.BPU, bills__month=JUNE
    ).first()
    if registration is None:
        return
    people = _people(registration, JUNE)
    for month, rows in ((MAY, _agreeing(people, MAY)), (JUNE, _faulty(registration, people))):
        path = home / "lists" / "2021" / f"bpjs-peserta-aktif-{months.format_month(month)}.csv"
        _write(path, rows)
        received = receive_list(
            path, registration=registration, month=month, actor=actor, reason=_("percontohan")
        )
    listed = received.reconciliations[0].listed_rp
    record_agency_bill(registration, JUNE, amount_rp=listed + MORE_RP, actor=actor, reason=_("percontohan"))
    _settle(registration, actor)


def _settle(registration: Registration, actor: Actor) -> None:
    """What both agreed on at once: the wages; the rest waits."""
    kept = visible(actor.scope).get(registration=registration, month=JUNE)
    chosen = kept.differences.filter(cause=Difference.Cause.WAGE, state=Difference.State.OPEN)
    if chosen.exists():
        decision = Decision("CORRECT_WAGE", _("BPJS memakai penghasilan menurut SK (percontohan)"))
        settle(kept, chosen, decision, expected=chosen.count(), actor=actor)


def _people(registration: Registration, month: int) -> list[Person]:
    """Who is on the registration's rolls in a month, in the order of the registry."""
    here = _spells(month).filter(roll__registration=registration)
    return list(_who(here).order_by("pk"))


def _spells(month: int) -> QuerySet[Membership]:
    return Membership.objects.filter(first_month__lte=month, last_month__gte=month)


def _who(spells: QuerySet[Membership]) -> QuerySet[Person]:
    return Person.objects.filter(merged_into=None, pk__in=spells.values("person"))


def _agreeing(people: Iterable[Person], month: int) -> list[Row]:
    return [_row(person, month) for person in people]


def _faulty(registration: Registration, people: list[Person]) -> list[Row]:
    """June's export: one fault a hundredth or thousandth of the list at least, each on people of its own."""
    some = max(1, len(people) // 2_000)
    rows = _agreeing(people, JUNE)
    for number, row in enumerate(rows[some : some * 5]):
        row.update(_FAULTS[number // some](row))
    more = [
        *_gone(registration, some),
        *(_row(person, JUNE) for person in _of_others(some)),
        *(_row(None, JUNE) | {"NIK": nik, "NAMA LENGKAP": name} for nik, name in STRANGERS),
    ]
    twice = [*rows[-some:], *rows[-1:]]
    return [*rows[some:], *more, *(row | {"KPJ": ""} for row in twice)]


def _other_nik(row: Row) -> Row:
    """Its last digit read otherwise; birth date and name are the same."""
    return {"NIK": row["NIK"][:-1] + str((int(row["NIK"][-1]) + 5) % 10)}


_FAULTS = (
    lambda _row: {"UPAH": "2500000"},
    lambda _row: {"PROGRAM": "JKK JKM JHT"},
    _other_nik,
    lambda _row: {"NAMA LENGKAP": "Nama Lain Sekali"},
)


def _gone(registration: Registration, some: int) -> list[Row]:
    """People whom our list ended: some that died, some that simply are not on it any more."""
    own = Membership.objects.filter(roll__registration=registration)
    still = _spells(JUNE).filter(roll__registration=registration)
    ended = _who(own.filter(last_month__lt=JUNE)).exclude(pk__in=still.values("person")).order_by("pk")
    dead = ended.filter(deceased_on__lt=months.first_day(JUNE))[: some + 2]
    return [_row(person, JUNE) for person in (*dead, *ended.filter(deceased_on=None)[:some])]


def _of_others(some: int) -> list[Person]:
    """People for whom somebody else pays in the same month."""
    others = _spells(JUNE).filter(roll__registration__segment=Segment.BPU)
    others = others.exclude(roll__registration__payer__code=BONE_BOLANGO)
    return list(_who(others).filter(deceased_on=None).order_by("pk")[:some])


def _row(person: Person | None, month: int) -> Row:
    """A person as the agency lists them."""
    day = months.first_day(month)
    return {
        "NIK": person.nik if person else "",
        "KPJ": person.kpj if person else "",
        "NAMA LENGKAP": person.name if person else "",
        "TANGGAL LAHIR": f"{person.birth_on:%d-%m-%Y}" if person and person.birth_on else "",
        "PROGRAM": "JKK JKM",
        "UPAH": "1000000",
        "BLTH": f"{day:%m-%Y}",
    }


def _write(path: Path, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, _HEAD)
        writer.writeheader()
        writer.writerows({"NO": str(number), **row} for number, row in enumerate(rows, 1))
