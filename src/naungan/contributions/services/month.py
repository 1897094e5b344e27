"""Running a month: compute it, freeze it in the lake, and on posting make the bills.

Everything heavy happens before the transaction; the transaction only checks that nobody posted the month
meanwhile and writes the rows. A process that is killed leaves the month as it was, or done; the directory in
the lake that no row names is swept later. There is no moment at which half of a month can be seen.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.contributions.models import MonthRun
from naungan.contributions.services.computing import Computed, Progress, compute_month
from naungan.contributions.services.figures import Figures, MonthResult
from naungan.contributions.services.ledger import turn
from naungan.contributions.services.posting import Overtaken, Request, forget_drafts, keep, posted_figures
from naungan.engine.lake import sweep
from naungan.law import months
from naungan.law.findings import Refused

ATTEMPTS = 4
# A run is committed moments after it was written; what nobody listed after this long, nobody will.
ORPHAN_AGE_S = 30 * 60


def run_month(
    month: int,
    *,
    actor: Actor,
    area_code: str | None = None,
    post: bool = False,
    reason: str = "",
    expected: Figures | None = None,
    progress: Progress | None = None,
) -> MonthResult:
    """Compute a month for the payers at or below an area: a draft, or with `post` the bills.

    Whoever a posted run of the month already holds is left out, so that running again adds only who came
    late (an adjustment run), and changes nothing when nobody did. A draft replaces the drafts of its month
    and area. `expected` are the figures that somebody saw and agreed to post: others are refused. Refused:
    area.unknown, area.needed, scope.outside, month.changed, month.busy, terms.missing, amount.out_of_range,
    and what the law refuses.
    """
    month = int(month)  # a month of a form is an int that reads as "Januari 2021": here it must be a number
    area = area_for(actor, area_code)
    sweep_orphans()
    request = Request(actor=actor, reason=reason, post=post)
    for _attempt in range(ATTEMPTS):
        computed = compute_month(month, area, progress)
        _refuse_if_changed(computed, expected)
        try:
            return _kept(computed, request)
        except Overtaken:
            continue
    raise Refused(
        "month.busy",
        _("Bulan %(month)s sedang difinalisasi oleh proses lain.") % {"month": months.format_month(month)},
        mend=_("Tunggu sebentar, lalu coba lagi."),
    )


def _kept(computed: Computed, request: Request) -> MonthResult:
    if computed.files is None:
        forget_drafts(computed, request)
        whole = posted_figures(computed.month, computed.area_code)
        return MonthResult(computed.month, whole, Figures(), "posted" if whole.bills else "empty")
    run = keep(computed, request)
    whole = posted_figures(computed.month, computed.area_code)
    if not request.post:
        whole += computed.figures
    return MonthResult(computed.month, whole, computed.figures, run.state.lower(), run.pk, run.kind)


def area_for(actor: Actor, area_code: str | None) -> str | None:
    """The area to bill: the one asked, within what the actor may touch; without asking, all of that."""
    scope = actor.scope
    if area_code is None:
        if scope.everywhere:
            return None
        if len(scope.areas) == 1:
            return scope.areas[0]
        raise Refused(
            "area.needed",
            _("Wilayah kerja Anda lebih dari satu; sebutkan wilayah yang bulannya dijalankan."),
            where="area",
            mend=_("Pilih salah satu kode wilayah, misalnya 75 atau 75.03."),
        )
    if not Area.objects.filter(pk=area_code).exists():
        raise Refused(
            "area.unknown",
            _("Kode wilayah %(code)s tidak dikenal.") % {"code": area_code},
            where="area",
            mend=_("Pakai kode Kemendagri, misalnya 75 atau 75.03."),
        )
    if not scope.holds_area(area_code):
        raise Refused(
            "scope.outside",
            _("Wilayah %(code)s di luar wilayah kerja Anda.") % {"code": area_code},
            where="area",
            mend=_("Pilih wilayah di dalam wilayah kerja Anda."),
        )
    return area_code


def _refuse_if_changed(computed: Computed, expected: Figures | None) -> None:
    if expected is not None and computed.figures != expected:
        raise Refused(
            "month.changed",
            _("Data peserta berubah sejak rancangan dihitung: jumlah tagihan tidak lagi sama."),
            where=months.format_month(computed.month),
            mend=_("Hitung rancangan lagi, periksa jumlahnya, lalu finalkan."),
        )


def sweep_orphans() -> None:
    """Remove what killed runs left in the lake.

    Within a turn, so that no run is being kept at this moment.
    """
    with turn():
        sweep(settings.LAKE, set(MonthRun.objects.values_list("lake_path", flat=True)), ORPHAN_AGE_S)
