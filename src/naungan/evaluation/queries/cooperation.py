"""What was agreed: commitments, budget, legal basis; what was decided and is not done; what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.agreements.models import ActionItem, Meeting, Regulation
from naungan.agreements.queries import (
    MatrixRow,
    State,
    matrix,
    visible_actions,
    visible_agreements,
    visible_regulations,
)
from naungan.agreements.queries.matrix import aspect_words
from naungan.budgets.queries import year_positions
from naungan.evaluation.pack import Field, Figure, Missing, Part, Row, Table
from naungan.evaluation.queries.asking import Asked
from naungan.evaluation.queries.money import OWED
from naungan.kit import numbers


def budget_and_basis(asked: Asked, matrix_rows: Sequence[MatrixRow]) -> Part:
    """Budgets, the commitment matrix, the agreements and the regional rules in force; drafts are nobody's business."""
    known = (_budget_table(asked), _matrix_table(matrix_rows), _agreement_table(asked), _rule_table(asked))
    tables = [table for table in known if table.rows]
    missing = []
    if not any(table.key == "budgets" for table in tables):
        missing.append(
            Missing(
                _("Belum ada anggaran tahun %(year)s yang tercatat.") % {"year": asked.as_of.year},
                _("Catat pagu dan realisasinya pada halaman Anggaran."),
                reverse("budgets"),
            )
        )
    if not matrix_rows:
        missing.append(
            Missing(
                _("Belum ada pernyataan anggaran atau daftar peserta di %(place)s.") % {"place": asked.place},
                _("Catat pernyataan daerah pada halaman Komitmen daerah."),
                reverse("commitments"),
            )
        )
    if not any(table.key == "rules" for table in tables):
        missing.append(
            Missing(
                _("Belum ada peraturan daerah yang tercatat berlaku."),
                _("Catat Perda, Perkada, instruksi, atau surat edaran pada halaman Peraturan daerah."),
                reverse("regulations"),
            )
        )
    unsaid = [row for row in matrix_rows if row.budgeted.key == "UNKNOWN"]
    remarks: tuple[str, ...] = ()
    if unsaid:
        text = _("Belum diketahui apakah dianggarkan: %(count)s dari %(all)s kelompok.")
        remarks = (text % {"count": len(unsaid), "all": len(matrix_rows)},)
    return Part(
        "basis",
        _("Anggaran dan dasar hukum"),
        source=_("Naungan, anggaran dan kerja sama; sumber tiap pernyataan ada pada barisnya"),
        tables=tuple(tables),
        remarks=remarks,
        missing=tuple(missing),
    )


def matrix_of(asked: Asked) -> list[MatrixRow]:
    """The commitment matrix of the area."""
    return matrix(asked.area, as_of=asked.as_of, scope=asked.scope, known_at=asked.known_at)


def actions(asked: Asked) -> Part:
    """What earlier meetings decided and was not done by the day; overdue ones first."""
    found = list(_open_on(asked, asked.as_of))
    late = [row for row in found if row.due_on is not None and row.due_on < asked.as_of]
    undated = sum(row.due_on is None for row in found)
    fields = (
        Field("text", _("Tindak lanjut")),
        Field("agency", _("Penanggung jawab")),
        Field("meeting", _("Rapat")),
        Field("held", _("Tanggal rapat"), "date"),
        Field("due", _("Tenggat"), "date"),
        Field("days", _("Lewat (hari)"), "count"),
    )
    rows = tuple(_action_row(row, asked.as_of) for row in found)
    figures = (
        Figure(
            "overdue",
            _("Lewat tenggat"),
            len(late),
            "count",
            _("tindak lanjut"),
            "",
            "bad" if late else "good",
        ),
        Figure(
            "open",
            _("Masih terbuka"),
            len(found),
            "count",
            _("%(undated)s di antaranya tanpa tenggat") % {"undated": undated},
            "",
            "warn" if found else "good",
        ),
    )
    remarks = () if found else (_("Tidak ada tindak lanjut yang terbuka pada tanggal ini."),)
    return Part(
        "actions",
        _("Tindak lanjut yang terbuka"),
        source=_("Naungan, notula rapat per %(day)s") % {"day": numbers.day(asked.as_of)},
        figures=figures,
        tables=(Table("actions", _("Tindak lanjut"), fields, rows, identity=4),) if rows else (),
        remarks=remarks,
    )


def changes(asked: Asked, matrix_rows: Sequence[MatrixRow]) -> Part:
    """What is different from the day of the meeting before."""
    title = _("Perubahan sejak rapat sebelumnya")
    meeting = asked.meeting_before
    if meeting is None:
        text = _("Belum ada rapat %(place)s yang tercatat terlaksana sebelum tanggal ini.")
        mend = _("Catat rapatnya pada halaman Rapat; pada bahan berikutnya perubahannya terlihat.")
        missing = Missing(text % {"place": asked.place}, mend, reverse("meetings"))
        return Part("changes", title, missing=(missing,))
    words = {"title": meeting.title, "day": numbers.day(meeting.on)}
    tables = (
        _figures_then_and_now(asked, meeting),
        _matrix_changes(asked, matrix_rows, meeting),
        _done_since(asked, meeting),
    )
    return Part(
        "changes",
        title,
        source=_("dibandingkan dengan %(title)s, %(day)s") % words,
        tables=tuple(table for table in tables if table.rows),
        remarks=(_("Keadaan waktu rapat adalah yang sekarang diketahui tentang hari itu."),),
    )


def _matrix_table(rows: Sequence[MatrixRow]) -> Table:
    fields = (
        Field("area", _("Wilayah")),
        Field("group", _("Kelompok")),
        Field("budgeted", _("Dianggarkan")),
        Field("decreed", _("SK")),
        Field("registered", _("Terdaftar")),
        Field("paid_by", _("Dibayar dari")),
        Field("covered", _("Cakupan")),
        Field("basis", _("Dasar hukum")),
        Field("sources", _("Sumber")),
    )
    shown = tuple(
        (
            row.area_name,
            row.group_name,
            *(cell.text or None for cell in (row.budgeted, row.decreed, row.registered, row.paid_by)),
            row.covered.text or None,
            row.legal_basis.text or None,
            row.sources,
        )
        for row in rows
    )
    return Table("commitments", _("Komitmen menurut wilayah dan kelompok"), fields, shown, identity=2)


def _agreement_table(asked: Asked) -> Table:
    found = visible_agreements(asked.scope, asked.as_of).filter(
        state_now__in=[State.IN_FORCE, State.EXPIRED], signed_on__lte=asked.as_of
    )
    if asked.known_at is not None:
        found = found.filter(entry__at__lte=asked.known_at)
    rows = found.prefetch_related("parties").order_by("-signed_on", "pk")
    fields = (
        Field("title", _("Perjanjian")),
        Field("numbers", _("Nomor"), "id"),
        Field("area", _("Wilayah")),
        Field("signed", _("Ditandatangani"), "date"),
        Field("ends", _("Berakhir"), "date"),
        Field("state", _("Keadaan")),
    )
    shown = tuple(
        (
            row.title,
            ", ".join(party.number for party in row.parties.all() if party.number) or None,
            row.area.name,
            row.signed_on.isoformat(),
            row.ends_now.isoformat() if row.ends_now else None,
            str(State(row.state_now).label),
        )
        for row in rows
    )
    return Table("agreements", _("Nota kesepakatan dan perjanjian kerja sama"), fields, shown, identity=2)


def _budget_table(asked: Asked) -> Table:
    fields = (
        Field("payer", _("Pembayar iuran")),
        Field("ceiling", _("Pagu"), "money"),
        Field("realised", _("Realisasi"), "money"),
        Field("left", _("Sisa"), "money"),
        Field("coming", _("Masih harus dibayar tahun ini"), "money"),
    )
    found = year_positions(
        as_of=asked.as_of, known_at=asked.known_at, area_code=asked.area, scope=asked.scope
    )
    rows: list[Row] = [
        (one.budget.payer.name, one.ceiling_rp, one.realised_rp, one.left_rp, one.coming_rp) for one in found
    ]
    if len(rows) > 1:
        sums = (sum(int(row[at] or 0) for row in rows) for at in range(1, len(fields)))
        rows.append((_("Seluruhnya"), *sums))
    title = _("Anggaran iuran tahun %(year)s") % {"year": asked.as_of.year}
    return Table("budgets", title, fields, tuple(rows), has_total=len(rows) > 1)


def _rule_table(asked: Asked) -> Table:
    found = visible_regulations(asked.scope).exclude(state=Regulation.State.DRAFT)
    found = found.filter(enacted_on__lte=asked.as_of).exclude(revoked_on__lte=asked.as_of)
    if asked.known_at is not None:
        found = found.filter(entry__at__lte=asked.known_at)
    fields = (
        Field("number", _("Nomor"), "id"),
        Field("title", _("Peraturan")),
        Field("area", _("Wilayah")),
        Field("enacted", _("Ditetapkan"), "date"),
        Field("groups", _("Kelompok yang dicakup")),
    )
    shown = tuple(
        (
            row.number,
            row.title,
            row.area.name,
            row.enacted_on.isoformat() if row.enacted_on else None,
            ", ".join(group.name for group in row.groups.all()) or _("semua kelompok"),
        )
        for row in found.prefetch_related("groups").order_by("-enacted_on", "pk")
    )
    return Table("rules", _("Peraturan daerah yang berlaku"), fields, shown, identity=2)


def _open_on(asked: Asked, day: date) -> Sequence[ActionItem]:
    """Actions of meetings up to a day that were not closed by then; the most overdue first, undated last."""
    rows = visible_actions(asked.scope).filter(meeting__on__lte=day)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(
        meeting__state=Meeting.State.CANCELLED
    )
    if asked.known_at is not None:
        rows = rows.filter(entry__at__lte=asked.known_at)
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.meeting.on, row.pk))


def _action_row(row: ActionItem, day: date) -> Row:
    late = (day - row.due_on).days if row.due_on is not None and row.due_on < day else None
    due = row.due_on.isoformat() if row.due_on else None
    return row.text, row.agency, row.meeting.title, row.meeting.on.isoformat(), due, late


def _figures_then_and_now(asked: Asked, meeting: Meeting) -> Table:
    then = asked.at(meeting.on)
    before, now = _standing(then), _standing(asked)
    fields = (
        Field("what", _("Hal")),
        Field("then", _("Per %(day)s") % {"day": numbers.short_day(meeting.on)}),
        Field("now", _("Per %(day)s") % {"day": numbers.short_day(asked.as_of)}),
        Field("note", _("Catatan")),
    )
    rows = tuple(
        (what, old, new, note) for (what, old, _note), (_what, new, note) in zip(before, now, strict=True)
    )
    return Table("then", _("Angka pokok waktu itu dan sekarang"), fields, rows)


def _standing(asked: Asked) -> list[tuple[str, str | None, str]]:
    row = asked.computed if asked.is_posted else None
    people = None if row is None or not row.protected else row.protected
    share = None if people is None or row is None else row.percent
    owed = sum(bill.state.outstanding for bill in asked.bills if bill.state.status in OWED)
    based = _("penyebut per %(day)s") % {"day": numbers.day(row.denominator_on)} if share and row else ""
    return [
        (_("Cakupan kepesertaan"), None if share is None else numbers.percent(share), based),
        (_("Orang terlindungi"), None if people is None else numbers.count(people), ""),
        (_("Tunggakan"), numbers.rupiah(owed) if asked.bills else None, ""),
        (_("Tindak lanjut terbuka"), numbers.count(len(_open_on(asked, asked.as_of))), ""),
    ]


def _matrix_changes(asked: Asked, rows: Sequence[MatrixRow], meeting: Meeting) -> Table:
    before = {(row.area, row.group): row for row in matrix_of(asked.at(meeting.on))}
    fields = (
        Field("area", _("Wilayah")),
        Field("group", _("Kelompok")),
        Field("change", _("Yang berubah")),
    )
    shown = []
    for row in rows:
        told = _differences(before.get((row.area, row.group)), row)
        if told:
            shown.append((row.area_name, row.group_name, told))
    return Table("changed", _("Komitmen yang berubah"), fields, tuple(shown), identity=2)


def _differences(before: MatrixRow | None, after: MatrixRow) -> str:
    if before is None:
        return _("baru")
    told = []
    for aspect, words in aspect_words().items():
        new, old = getattr(after, aspect), getattr(before, aspect)
        if new.key != old.key and not (aspect == "covered" and new.how == "unknown"):
            pair = {"aspect": words, "before": old.text or "–", "after": new.text or "–"}
            told.append(_("%(aspect)s: %(before)s → %(after)s") % pair)
    return "; ".join(told)


def _done_since(asked: Asked, meeting: Meeting) -> Table:
    rows = visible_actions(asked.scope).filter(closed_on__gt=meeting.on, closed_on__lte=asked.as_of)
    if asked.known_at is not None:
        rows = rows.filter(entry__at__lte=asked.known_at)
    fields = (
        Field("text", _("Tindak lanjut")),
        Field("agency", _("Penanggung jawab")),
        Field("closed", _("Ditutup"), "date"),
        Field("result", _("Hasil")),
    )
    shown = tuple(
        (row.text, row.agency, row.closed_on.isoformat() if row.closed_on else None, row.result)
        for row in rows.order_by("closed_on", "pk")
    )
    return Table("done", _("Tindak lanjut yang selesai sejak itu"), fields, shown, identity=2)
