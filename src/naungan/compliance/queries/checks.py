"""What the registry says about an employer: computed when asked, with its working, and never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Max, OuterRef, Q, Subquery, Sum, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.scope import Scope
from naungan.compliance.models import Employer
from naungan.compliance.queries.employers import estimate_of, key_of
from naungan.contributions.queries import Status, standing
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.minimum_wages import minimum_wage
from naungan.registry.models import MembershipTerms, Payer, Registration, Roll
from naungan.registry.queries import active_memberships, visible_payers
from naungan.registry.states import BILLED

_BUSINESSES = (Payer.Kind.COMPANY, Payer.Kind.COLLECTIVE, Payer.Kind.SELF)


class Outcome(TextChoices):
    """What a check came to."""

    FITS = "FITS", gettext_lazy("Sesuai")
    GAP = "GAP", gettext_lazy("Ada selisih")
    UNKNOWN = "UNKNOWN", gettext_lazy("Tidak dapat diperiksa")


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the registry: what came of it, in words, and the figures that it rests on."""

    code: str
    title: str
    outcome: Outcome
    text: str
    working: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Rolls:
    """What an employer's registrations carry in a month. Money in whole rupiah.

    `minimum_rp` is the minimum wage of the employer's province in that year, None where no source is known;
    `below_minimum` counts the wage earners reported below it.
    """

    month: int
    people: int
    mean_wage_rp: int | None
    programmes: tuple[str, ...]
    minimum_rp: int | None
    below_minimum: int


def checks_of(employer: Employer, *, on: date, month: int | None, scope: Scope) -> list[Check]:
    """The checks of an employer as of a day, its rolls those of a month (none: the newest that they cover)."""
    found = matches(employer, scope)
    payers = [payer for payer, _how in found]
    asked = month or newest_month(payers, on)
    rolls = _rolls(payers, asked, scope, employer.area_id)
    return [
        _registered(employer, found),
        _workers(employer, rolls, known=bool(payers)),
        _wages(employer, rolls, known=bool(payers)),
        _minimum_wage(rolls),
        _programmes(rolls, known=bool(payers)),
        _arrears(payers, on, scope),
    ]


def matches(employer: Employer, scope: Scope) -> list[tuple[Payer, str]]:
    """The registry's payers that may be this employer and how each was recognised; one recognised by somebody
    or by number leaves no room for names.
    """
    payers = visible_payers(scope)
    if employer.payer_id:
        own = payers.filter(pk=employer.payer_id)
        return [(payer, _("dikenali petugas")) for payer in own]
    if employer.npp:
        numbered = Registration.objects.filter(number=employer.npp).values("payer")
        by_number = list(payers.filter(Q(code=employer.npp) | Q(pk__in=numbered)))
        if by_number:
            return [(payer, _("NPP sama")) for payer in by_number]
    wanted = key_of(employer.name)
    near = payers.filter(kind__in=_BUSINESSES, area__code__startswith=employer.area_id[:2])
    same = [pk for pk, name in near.values_list("pk", "name") if key_of(name) == wanted]
    return [(payer, _("nama sama")) for payer in payers.filter(pk__in=same)]


def newest_month(payers: Iterable[Payer], on: date) -> int:
    """The month of a day, or the last that the payers' lists cover if that is earlier."""
    lists = Roll.objects.filter(registration__payer__in=list(payers), state__in=BILLED)
    last = lists.aggregate(last=Max("last_month"))["last"]
    now = months.of(on)
    return min(now, last) if last is not None else now


def _rolls(payers: list[Payer], month: int, scope: Scope, area: str) -> _Rolls:
    own = active_memberships(month, scope).filter(roll__registration__payer__in=payers)
    terms = MembershipTerms.objects.filter(membership=OuterRef("pk"), from_month__lte=month)
    paid = own.annotate(wage=Subquery(terms.order_by("-from_month").values("amount_rp")[:1]))
    earners = paid.filter(roll__segment="PU")
    mean = earners.aggregate(mean=Avg("wage"))["mean"]
    floor = minimum_wage(area, month)
    below = 0 if floor is None else earners.filter(wage__lt=floor).values("person").distinct().count()
    codes = {
        code for text in own.values_list("roll__programmes", flat=True).distinct() for code in text.split(",")
    }
    return _Rolls(
        month,
        own.values("person").distinct().count(),
        None if mean is None else round(mean),
        tuple(sorted(codes - {""})),
        floor,
        below,
    )


def _registered(employer: Employer, found: list[tuple[Payer, str]]) -> Check:
    title = _("Ada di registri?")
    sought = ((_("Nama yang dicari"), employer.name), (_("NPP yang dicari"), employer.npp or "–"))
    if not found:
        text = _("Tidak ada pembayar iuran dengan NPP atau nama ini di wilayah yang Anda lihat.")
        return Check("registered", title, Outcome.GAP, text, sought)
    named = ", ".join(f"{payer.name} ({how})" for payer, how in found)
    text = _("Ada: %(payers)s.") % {"payers": named}
    return Check("registered", title, Outcome.FITS, text, sought)


def _workers(employer: Employer, rolls: _Rolls, *, known: bool) -> Check:
    title = _("Tenaga kerja pada daftar")
    said = estimate_of(employer)[0]
    if said is None or said.workers is None:
        text = _("Perkiraan tenaga kerja belum dicatat.")
        return Check("workers", title, Outcome.UNKNOWN, text, _month_line(rolls, known=known))
    missing = said.workers - rolls.people
    working = (
        (_("Perkiraan"), f"{numbers.count(said.workers)} ({said.source}, {numbers.short_day(said.on)})"),
        *_month_line(rolls, known=known),
        (_("Selisih"), numbers.count(missing)),
    )
    if missing <= 0:
        return Check("workers", title, Outcome.FITS, _("Tidak kurang dari perkiraan."), working)
    text = _("%(missing)s orang belum ada pada daftar.") % {"missing": numbers.count(missing)}
    return Check("workers", title, Outcome.GAP, text, working)


def _month_line(rolls: _Rolls, *, known: bool) -> tuple[tuple[str, str], ...]:
    if not known:
        return ()
    label = _("Pada daftar, %(month)s") % {"month": numbers.month(rolls.month)}
    return ((label, numbers.count(rolls.people)),)


def _wages(employer: Employer, rolls: _Rolls, *, known: bool) -> Check:
    title = _("Upah yang dilaporkan")
    said = estimate_of(employer)[1]
    if said is None or said.wage_rp is None:
        return Check("wages", title, Outcome.UNKNOWN, _("Perkiraan upah belum dicatat."))
    estimate = (
        _("Perkiraan"),
        f"{numbers.rupiah(said.wage_rp)} ({said.source}, {numbers.short_day(said.on)})",
    )
    if not known or rolls.mean_wage_rp is None:
        text = _("Belum ada upah yang dilaporkan untuk dibandingkan.")
        return Check("wages", title, Outcome.UNKNOWN, text, (estimate,))
    label = _("Rata-rata upah dilaporkan, %(month)s") % {"month": numbers.month(rolls.month)}
    working = (
        estimate,
        (label, numbers.rupiah(rolls.mean_wage_rp)),
        (_("Selisih"), numbers.rupiah(said.wage_rp - rolls.mean_wage_rp)),
    )
    if rolls.mean_wage_rp >= said.wage_rp:
        return Check("wages", title, Outcome.FITS, _("Tidak kurang dari perkiraan."), working)
    return Check("wages", title, Outcome.GAP, _("Rata-rata di bawah perkiraan."), working)


def _minimum_wage(rolls: _Rolls) -> Check:
    """Whether a wage is reported below the minimum of the province; where no source is known, that is said."""
    title, year = _("Upah minimum"), rolls.month // 12
    if rolls.minimum_rp is None:
        text = _("Upah minimum provinsi tahun %(year)s belum tercatat dengan sumbernya.") % {"year": year}
        return Check("minimum_wage", title, Outcome.UNKNOWN, text)
    floor = (_("Upah minimum provinsi %(year)s") % {"year": year}, numbers.rupiah(rolls.minimum_rp))
    if rolls.mean_wage_rp is None:
        text = _("Belum ada upah yang dilaporkan untuk dibandingkan.")
        return Check("minimum_wage", title, Outcome.UNKNOWN, text, (floor,))
    label = _("Dilaporkan di bawahnya, %(month)s") % {"month": numbers.month(rolls.month)}
    working = (floor, (label, numbers.count(rolls.below_minimum)))
    if not rolls.below_minimum:
        text = _("Tidak ada upah di bawah upah minimum.")
        return Check("minimum_wage", title, Outcome.FITS, text, working)
    text = _("%(people)s orang dilaporkan di bawah upah minimum.")
    told = text % {"people": numbers.count(rolls.below_minimum)}
    return Check("minimum_wage", title, Outcome.GAP, told, working)


def _programmes(rolls: _Rolls, *, known: bool) -> Check:
    """The law's parameters do not hold which programmes a size must have: the programmes are shown only."""
    text = _("Program wajib menurut skala usaha belum ada dalam parameter hukum Naungan.")
    carried = (_("Program pada daftar"), ", ".join(rolls.programmes) or "–")
    return Check("programmes", _("Program"), Outcome.UNKNOWN, text, (carried,) if known else ())


def _arrears(payers: list[Payer], on: date, scope: Scope) -> Check:
    title = _("Tunggakan iuran")
    if not payers:
        return Check("arrears", title, Outcome.UNKNOWN, _("Tanpa pembayar di registri tidak ada tagihan."))
    late: Any = standing(as_of=on, scope=scope).filter(payer__in=payers)
    late = late.filter(status__in=[Status.ARREARS, Status.LAPSED])
    owed = late.aggregate(total=Sum("outstanding_rp"))["total"] or 0
    bills = late.count()
    working = (
        (_("Tagihan lewat jatuh tempo"), numbers.count(bills)),
        (_("Belum dibayar"), numbers.rupiah(owed)),
    )
    if not bills:
        return Check("arrears", title, Outcome.FITS, _("Tidak ada tagihan yang lewat jatuh tempo."), working)
    text = _("Menunggak %(owed)s.") % {"owed": numbers.rupiah(owed)}
    return Check("arrears", title, Outcome.GAP, text, working)
