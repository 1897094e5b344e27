"""The return sheet: one per village, how each of its people stands and what to mend (*catatan perbaikan*)."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from typing import IO, Any, NamedTuple

from django.db.models import F
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.scope import Scope
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.law.findings import Refused
from naungan.registry.decrees.annex import masked, sheet_of
from naungan.registry.decrees.models import Standing
from naungan.registry.decrees.queries import district_and_village, standings, villages_of
from naungan.registry.models import Roll

TEMPLATE = "registry/papers/return.typ"
State, Result, Cause = Standing.State, Standing.Result, Standing.Cause
_BY_CAUSE: Mapping[str, str | Promise] = {
    Cause.DEAD: gettext_lazy(
        "Tercatat meninggal. Laporkan kematiannya; keluarga mungkin berhak atas santunan."
    ),
    Cause.MOVED: gettext_lazy(
        "Tercatat pindah. Usulkan orang lain, atau sertakan KTP dengan alamat desa ini."
    ),
    Cause.NOT_FOUND: gettext_lazy("NIK tidak ditemukan. Periksa NIK pada KTP, lalu usulkan lagi."),
    Cause.IDENTITY: gettext_lazy("Nama atau tanggal lahir berbeda. Tulis sesuai KTP, lalu usulkan lagi."),
    Cause.DECILE: gettext_lazy("Desilnya di luar sasaran. Usulkan orang lain."),
    Cause.COVERED: gettext_lazy("Sudah terlindungi lewat daftar lain. Tidak perlu diusulkan."),
    Cause.WAGE_EARNER: gettext_lazy("Penerima upah; iurannya kewajiban pemberi kerja."),
    Cause.CRITERIA: gettext_lazy("Tidak memenuhi kriteria daerah. Usulkan orang lain."),
    Cause.OTHER: gettext_lazy("Lihat alasan verifikator."),
}
_BY_RESULT: Mapping[str, str | Promise] = {
    Result.NAME: gettext_lazy("Nama berbeda dari data kependudukan. Cocokkan dengan KTP."),
    Result.BIRTH: gettext_lazy("Tanggal lahir berbeda dari data kependudukan. Cocokkan dengan KTP."),
    Result.NOT_FOUND: gettext_lazy("NIK tidak ditemukan. Periksa NIK pada KTP."),
    Result.DEAD: gettext_lazy("Tercatat meninggal di data kependudukan. Pastikan ke keluarganya."),
    Result.MOVED: gettext_lazy("Tercatat pindah di data kependudukan. Pastikan alamatnya."),
}


class ReturnRow(NamedTuple):
    """One person of a return sheet."""

    name: str
    nik: str
    state: str
    decile: str
    remark: str


class Sheet(NamedTuple):
    """A village's return sheet before it is printed."""

    code: str
    village: str
    district: str
    rows: list[ReturnRow]
    counts: list[tuple[str, int]]


def remark_of(row: Any) -> str:
    """What to mend, of a row of `queries.standings`; the verifier's own words behind it."""
    parts = [_BY_CAUSE.get(row.cause, "") if row.state == State.REJECTED else _BY_RESULT.get(row.result, "")]
    if row.state == State.QUEUED:
        place = numbers.count(row.place) if row.place else numbers.UNKNOWN
        parts = [_("Terverifikasi, menunggu kuota; urutan ke-%(place)s seluruh daftar.") % {"place": place}]
    reason = "" if row.state == State.VERIFIED else getattr(row, "said", "")
    return " ".join(str(part) for part in (*parts, reason) if part)


def sheet(roll: Roll, village: str, *, scope: Scope, whole: bool) -> Sheet:
    """The return sheet of a village. `Refused` `return.nobody` when the scope shows nobody of the roll there."""
    rows = standings(roll, scope).filter(person__domicile_id=village)
    people = [
        ReturnRow(
            row.person.name,
            row.person.nik if whole else masked(row.person.nik),
            str(State(row.state).label),
            str(row.decile or ""),
            remark_of(row),
        )
        for row in _with_reason(rows)
    ]
    if not people:
        raise Refused("return.nobody", _("Tidak ada orang dari desa itu pada daftar ini."), where="village")
    district, name = district_and_village([village])[village]
    labels = [row.state for row in people]
    counts = [(str(one.label), labels.count(str(one.label))) for one in State]
    return Sheet(village, name or village, district, people, [(text, n) for text, n in counts if n])


def return_pdf(roll: Roll, village: str, *, scope: Scope, whole: bool) -> bytes:
    """The sheet as a tagged PDF, in Indonesian."""
    with translation.override("id"):
        return paper(TEMPLATE, _data(roll, sheet(roll, village, scope=scope, whole=whole)))


def return_xlsx(roll: Roll, village: str, *, scope: Scope, whole: bool) -> IO[bytes]:
    """The sheet as a spreadsheet of text cells."""
    with translation.override("id"):
        made = sheet(roll, village, scope=scope, whole=whole)
        headings = [_("NO"), _("NAMA"), _("NIK"), _("STATUS"), _("DESIL"), _("CATATAN PERBAIKAN")]
        lines = [
            [str(number), row.name, row.nik, row.state, row.decile, row.remark]
            for number, row in enumerate(made.rows, start=1)
        ]
        return sheet_of(f"{roll.name} · {made.village}", headings, lines)


def all_sheets(roll: Roll, *, scope: Scope, whole: bool) -> IO[bytes]:
    """PDF and spreadsheet of every village that the scope shows, in one ZIP."""
    target = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 - closed by whoever hands it over
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for code, name, _people in villages_of(standings(roll, scope)):
            stem = f"{code} {name}".replace("/", "-")
            archive.writestr(f"{stem}.pdf", return_pdf(roll, code, scope=scope, whole=whole))
            with return_xlsx(roll, code, scope=scope, whole=whole) as book:
                archive.writestr(f"{stem}.xlsx", book.read())
    target.seek(0)
    return target


def _with_reason(rows: Any) -> list[Any]:
    return list(rows.annotate(said=F("latest__reason")))


def _data(roll: Roll, made: Sheet) -> dict[str, Any]:
    payer = roll.registration.payer
    return {
        "lang": "id",
        "title": _("Lembar Pengembalian Usulan"),
        "head": {"office": payer.name},
        "made": _("Dibuat dengan Naungan, %(day)s") % {"day": numbers.day(timezone.localdate())},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": [
            [_("Desa/Kelurahan"), ", ".join(filter(None, (made.village, made.district)))],
            [_("Daftar"), roll.name],
            [_("Tahap"), str(roll.get_state_display())],
            *(
                [label, _("%(count)s orang") % {"count": numbers.count(people)}]
                for label, people in made.counts
            ),
        ],
        "headings": [_("No."), _("Nama"), _("NIK"), _("Status"), _("Desil"), _("Catatan perbaikan")],
        "rows": [
            [str(number), row.name, row.nik, row.state, row.decile, row.remark]
            for number, row in enumerate(made.rows, start=1)
        ],
        "signatures": [{"role": payer.name, "name": "", "title": ""}],
    }
