"""The *Berita Acara Rekonsiliasi*: totals three ways, causes, what was decided, and both signatures."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from naungan.contributions import paper as says
from naungan.contributions.reconciliation.models import Difference, Reconciliation
from naungan.contributions.reconciliation.queries import causes_of, parts_by_cause
from naungan.contributions.reconciliation.words import parts_of
from naungan.contributions.services.papers import Asked
from naungan.kit import numbers
from naungan.papers.models import IssuedPaper
from naungan.papers.services import issue

MOST_NAMED = 400


def minutes_pdf(kept: Reconciliation, asked: Asked, *, names: bool = False) -> bytes:
    """The minutes as a tagged PDF, with number and QR code; the same figures give the same paper again. With `names`
    each person whose contribution differs is named, without NIK.
    """
    with translation.override("id"):
        facts = _facts(kept)
        title = _("Berita Acara Rekonsiliasi %(month)s") % {"month": numbers.month(kept.month)}
        issued = issue(
            kind=IssuedPaper.Kind.MINUTES,
            series="BA-REKON",
            title=title,
            facts=facts,
            issued_on=asked.on,
            area_code=says.area_of(kept.payer),
            subject=f"contributions.Reconciliation:{kept.pk}",
            actor=asked.actor,
        )
        parts = {"body": _body(kept), "tables": _tables(kept, names=names), "signatures": _signatures(kept)}
        return says.pdf([says.sheet(issued, facts, asked.request, **parts)])


def _facts(kept: Reconciliation) -> says.Facts:
    """What the minutes and their public page say: figures only."""
    still = kept.differences.filter(state=Difference.State.OPEN).count()
    listed = _("tidak disampaikan") if kept.listed is None else numbers.count(kept.listed)
    return [
        (_("Pembayar iuran"), kept.payer.name),
        (_("Bulan iuran (BLTH)"), numbers.month(kept.month)),
        (_("Segmen"), str(kept.registration.get_segment_display())),
        (_("Peserta ditetapkan"), numbers.count(kept.decreed)),
        (_("Peserta aktif menurut BPJS Ketenagakerjaan"), listed),
        (_("Peserta ditagih"), numbers.count(kept.billed)),
        (_("Tagihan menurut pembayar"), numbers.rupiah(kept.ours_rp)),
        (_("Tagihan menurut BPJS Ketenagakerjaan"), numbers.rupiah(kept.agency_rp)),
        (_("Selisih"), numbers.rupiah(kept.agency_rp - kept.ours_rp)),
        (_("Dibayar"), numbers.rupiah(kept.paid_rp)),
        (_("Selisih yang belum diselesaikan"), numbers.count(still)),
    ]


def _body(kept: Reconciliation) -> list[str]:
    return [
        _(
            "Kedua pihak membandingkan daftar peserta yang ditetapkan, daftar peserta aktif BPJS Ketenagakerjaan, dan "
            "iuran yang ditagih dan dibayar untuk bulan %(month)s. Selisih dirinci menurut sebab sampai ke orangnya; "
            "jumlah semua sebab sama dengan selisih kedua tagihan."
        )
        % {"month": numbers.month(kept.month)}
    ]


def _tables(kept: Reconciliation, *, names: bool) -> list[dict[str, object]]:
    tables = [_by_cause(kept), *_by_programme(kept)]
    if names:
        tables += _by_person(kept)
    return tables + _decided(kept)


def _by_cause(kept: Reconciliation) -> dict[str, object]:
    causes = [
        [
            str(one.cause.label),
            numbers.count(one.count),
            numbers.count(one.open),
            numbers.rupiah(one.difference_rp),
        ]
        for one in causes_of(kept)
    ]
    causes.append([_("Jumlah"), "", "", numbers.rupiah(kept.agency_rp - kept.ours_rp)])
    heads = [(_("Sebab"), 5), (_("Jumlah"), 1), (_("Terbuka"), 1), (_("Bagian selisih"), 2)]
    return says.table(_("Selisih menurut sebab"), heads, causes)


def _by_programme(kept: Reconciliation) -> list[dict[str, object]]:
    """What either side asks by programme, and what each cause makes of it."""
    told = {name: sums for name, sums in kept.by_programme.items() if any(sums)}
    rows = [
        [name, *(numbers.rupiah(one) for one in (ours, theirs, theirs - ours))]
        for name, (ours, theirs) in told.items()
    ]
    heads = [(_("Program"), 2), (_("Menurut pembayar"), 3), (_("Menurut BPJS"), 3), (_("Selisih"), 3)]
    parts = [
        [str(cause.label), *(numbers.rupiah(sums.get(name, 0)) for name in told)]
        for cause, sums in parts_by_cause(kept).items()
        if any(sums.values())
    ]
    tables = [says.table(_("Iuran menurut program"), heads, rows)] if rows else []
    if parts:
        wide = [(_("Sebab"), 5), *((name, 2) for name in told)]
        tables.append(says.table(_("Selisih menurut sebab dan program"), wide, parts))
    return tables


def _by_person(kept: Reconciliation) -> list[dict[str, object]]:
    """Everybody whose contribution differs, by cause, the largest first; the rest is told as a number."""
    found = kept.differences.exclude(state=Difference.State.GONE).exclude(difference_rp=0).exclude(name="")
    rows = sorted(found, key=lambda row: (-abs(row.difference_rp), row.name, row.pk))
    if not rows:
        return []
    lines = [
        [row.name, str(row.get_cause_display()), numbers.rupiah(row.ours_rp), numbers.rupiah(row.agency_rp),
         numbers.rupiah(row.difference_rp), parts_of(row)]
        for row in rows[:MOST_NAMED]
    ]  # fmt: skip
    more = len(rows) - MOST_NAMED
    if more > 0:
        lines.append([_("dan %(count)s orang lagi; lihat XLSX") % {"count": numbers.count(more)}, *[""] * 5])
    heads = [
        (_("Nama"), 4), (_("Sebab"), 4), (_("Iuran pembayar"), 2), (_("Iuran BPJS"), 2), (_("Selisih"), 2),
        (_("Menurut program"), 3),
    ]  # fmt: skip
    return [says.table(_("Selisih menurut orang"), heads, lines)]


def _decided(kept: Reconciliation) -> list[dict[str, object]]:
    decided = [
        [
            str(one.get_consequence_display()),
            numbers.count(one.differences_count),
            numbers.rupiah(one.amount_rp),
            one.reason,
            _("%(name)s, %(moment)s") % {"name": one.settled_by, "moment": numbers.moment(one.settled_at)},
        ]
        for one in kept.settlements.order_by("pk")
    ]
    columns = [
        (_("Tindak lanjut"), 3),
        (_("Jumlah"), 1),
        (_("Rupiah"), 2),
        (_("Alasan"), 4),
        (_("Oleh"), 3),
    ]
    return [says.table(_("Yang disepakati"), columns, decided)] if decided else []


def _signatures(kept: Reconciliation) -> list[dict[str, str]]:
    return [
        {"role": kept.payer.name, "name": "", "title": ""},
        {"role": _("BPJS Ketenagakerjaan"), "name": "", "title": ""},
    ]
