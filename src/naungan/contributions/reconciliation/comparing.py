"""Reading what a registration's month is compared by, and the comparison itself. Nothing is written here."""

from __future__ import annotations

import hashlib
import json

import polars as pl
from django.db.models import Max, Sum

from naungan.contributions.models import AgencyAmount, Allocation, Bill
from naungan.contributions.queries.rows import posted_runs
from naungan.contributions.reconciliation.amounts import PARTS, with_amounts
from naungan.contributions.reconciliation.causes import Compared
from naungan.contributions.reconciliation.keeping import folder, members_of
from naungan.contributions.reconciliation.lines import with_lines
from naungan.contributions.reconciliation.matching import matched
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList
from naungan.contributions.reconciliation.ours import our_side
from naungan.registry.models import Registration, Segment


def newest_list(registration: Registration, month: int) -> AgencyList | None:
    """The agency's list of a month that counts: the one that came last."""
    return AgencyList.objects.filter(registration=registration, month=month).order_by("-pk").first()


def newest_bill(registration: Registration, month: int) -> AgencyBill | None:
    """The agency's bill of a month that counts."""
    return AgencyBill.objects.filter(registration=registration, month=month).order_by("-pk").first()


def newest_lines(registration: Registration, month: int) -> AgencyBill | None:
    """The agency's bill by person of a month that counts: an amount that came later by itself names nobody anew."""
    told = AgencyBill.objects.filter(registration=registration, month=month).exclude(path="")
    return told.order_by("-pk").first()


def agency_asks(registration: Registration, month: int) -> int | None:
    """What the agency asks for a month: its bill that came last, else what was recorded on each of our bills; None
    when neither is known.
    """
    told = newest_bill(registration, month)
    if told is not None:
        return int(told.amount_rp)
    bills = Bill.objects.filter(registration=registration, month=month).exclude(kind=Bill.Kind.CREDIT)
    newest = (
        AgencyAmount.objects.filter(bill__in=bills).values("bill").annotate(last=Max("pk")).values("last")
    )
    amounts = AgencyAmount.objects.filter(pk__in=newest).values_list("amount_rp", flat=True)
    return sum(amounts) if amounts and len(amounts) == bills.count() else None


def basis_of(registration: Registration, month: int) -> str:
    """A digest of what a reconciliation stands on: another one later says that it is out of date."""
    bills = Bill.objects.filter(registration=registration, month=month)
    kept, lines = newest_list(registration, month), newest_lines(registration, month)
    told = {
        "list": kept.pk if kept else None,
        "agency": agency_asks(registration, month),
        "runs": list(posted_runs().filter(month=month).values_list("pk", flat=True)),
        "asked": bills.aggregate(rp=Sum("amount_rp"))["rp"],
        "paid": Allocation.objects.filter(line__bill__in=bills).aggregate(rp=Sum("amount_rp"))["rp"],
    }
    if lines is not None:
        told["lines"] = lines.pk
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def compare(registration: Registration, month: int) -> Compared:
    """The three ways of a registration's month, read and matched."""
    kept, lines = newest_list(registration, month), newest_lines(registration, month)
    ours = our_side(registration, month)
    members, people = matched(members_of(kept), ours, registration)
    if lines is not None:
        billed, named = matched(members_of(lines), ours, registration)
        members = with_lines(members if kept else None, billed)
        people = pl.concat([people, named]).unique("person_id", keep="first").sort("person_id")
    else:
        members = members.with_columns(on_list=pl.lit(value=True), on_bill=pl.lit(None, pl.Boolean))
    return Compared(
        month=month,
        members=with_amounts(members, ours, registration, month),
        people=people,
        ours=ours,
        has_list=kept is not None,
        has_lines=lines is not None,
        before=_people_on(_before(registration, month), people),
        beside=_people_on(_beside(registration, month), people),
        agency_rp=agency_asks(registration, month),
        counts_every_wage=registration.segment == Segment.PU,
    )


def by_programme(compared: Compared) -> dict[str, list[int]]:
    """By programme what our bills ask and what the agency's list comes to."""
    theirs = {name.upper(): int(compared.members[f"a_{name}"].sum() or 0) for name in PARTS}
    return {name: [compared.ours.lines[name], theirs[name]] for name in theirs}


def _before(registration: Registration, month: int) -> list[AgencyList]:
    """The agency's last list of an earlier month."""
    earlier = AgencyList.objects.filter(registration=registration, month__lt=month)
    return list(earlier.order_by("-month", "-pk")[:1])


def _beside(registration: Registration, month: int) -> list[AgencyList]:
    """The agency's newest lists of the month of other registrations, lawful second employers left out."""
    others = AgencyList.objects.filter(month=month).exclude(registration=registration)
    if registration.segment == Segment.PU:
        others = others.exclude(registration__segment=Segment.PU)
    newest = others.values("registration").annotate(last=Max("pk")).values("last")
    return list(AgencyList.objects.filter(pk__in=newest))


def _people_on(lists: list[AgencyList], people: pl.DataFrame) -> frozenset[int]:
    """Of the people, those whose NIK or KPJ stands on one of the lists."""
    if not lists:
        return frozenset()
    files = [folder() / kept.path / "members.parquet" for kept in lists]
    told = pl.scan_parquet(files, glob=False).select("nik", "kpj").collect()
    on_it = (pl.col("nik").is_in(told["nik"].unique().implode())) | (
        (pl.col("kpj") != "") & pl.col("kpj").is_in(told["kpj"].unique().implode())
    )
    return frozenset(people.filter(on_it)["person_id"])
