"""The decree's annex (*Lampiran SK*): by name and address, grouped by district and village, as PDF and XLSX.

The public version shows of a NIK its region and the last digits only; who may read NIKs whole gets them whole. The PDF
has a number and a QR code; what they lead to tells how many people it names and a digest of them, so that an annex with
other people is another paper. A long one is bound in volumes of whole villages, each a PDF of its own in one ZIP.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, NamedTuple

import xlsxwriter
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import seal
from naungan.papers.services import issue
from naungan.registry.decrees import gate
from naungan.registry.decrees.models import Standing
from naungan.registry.decrees.queries import district_and_village
from naungan.registry.models import Membership, MembershipTerms, Roll

TEMPLATE = "registry/papers/annex.typ"
SERIES = "LAMPIRAN"
VOLUME = 5_000  # people; a volume takes 350 MB while it is typeset
LINE = "........................"
_SHOWN, _NIK = 4, 16


class AnnexRow(NamedTuple):
    """One line of the annex."""

    district: str
    village: str
    nik: str
    name: str
    birth: str
    address: str
    work: str
    replaces: str
    since: str


def masked(nik: str) -> str:
    """A NIK as the public version has it: region and end, the middle hidden."""
    return f"{nik[:_SHOWN]}{'•' * (_NIK - _SHOWN - 3)}{nik[-3:]}"


def members_of(roll: Roll) -> QuerySet[Membership]:
    """Who stands in the annex: everybody who was verified; on a list that nobody verified, everybody on it."""
    rows = gate.counted(roll)
    if gate.is_checked(roll):
        rows = rows.filter(latest__state=Standing.State.VERIFIED)
    return rows.exclude(end_cause__in=gate.CAUSES.values())


def rows_of(roll: Roll, *, whole: bool) -> list[AnnexRow]:
    """The lines, by district, village and name."""
    terms = MembershipTerms.objects.filter(membership=OuterRef("pk")).order_by("-from_month")
    columns = (
        *("person__domicile_id", "person__nik", "person__name", "person__birth_on", "person__address"),
        *("work", "replaces__replaced__person__name", "replaces__from_month"),
    )
    found = members_of(roll).annotate(work=Subquery(terms.values("occupation_text")[:1])).order_by()
    told = list(found.values_list(*columns))
    places, group = district_and_village(sorted({row[0] for row in told})), str(roll.group)
    # ordered by the whole NIK in both versions, so that both name the same people in the same order
    told.sort(key=lambda row: (*places[row[0]], row[2], row[1]))
    return [
        AnnexRow(
            *places[home],
            nik if whole else masked(nik),
            name,
            f"{born:%d-%m-%Y}" if born and whole else "",
            address,
            work or group,
            replaced or "",
            numbers.month(since) if since is not None else "",
        )
        for home, nik, name, born, address, work, replaced, since in told
    ]


def annex_pdf(roll: Roll, *, whole: bool, actor: Actor, request: HttpRequest | None = None) -> bytes:
    """The PDF (tagged), in Indonesian whatever the language of the page; the decree's number is a line to fill where
    it has none yet. Takes a number of its own; asked for again unchanged, the same.
    """
    with translation.override("id"):
        rows = rows_of(roll, whole=whole)
        issued = _issued(roll, rows, actor)
        return paper(
            TEMPLATE, _data(roll, rows, seal=seal(issued, request), number=issued.number, whole=whole)
        )


def annex_file(
    roll: Roll,
    path: Path,
    *,
    whole: bool,
    actor: Actor,
    request: HttpRequest,
    progress: Callable[[int, int], None],
) -> None:
    """Write a long annex: a ZIP of its volumes, each typeset in a process of its own so that memory stays bounded."""
    with (
        translation.override("id"),
        _typesetter() as work,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        rows = rows_of(roll, whole=whole)
        issued = _issued(roll, rows, actor)
        given: dict[str, Any] = {"seal": seal(issued, request), "number": issued.number, "whole": whole}
        volumes = list(_volumes(rows))
        done = 0
        for at, lines in enumerate(volumes, start=1):
            title = _("Jilid %(at)s dari %(of)s") % {"at": at, "of": len(volumes)}
            data = _data(roll, lines, first=done + 1, total=len(rows), volume=title, **given)
            book.writestr(f"lampiran-jilid-{at:02d}.pdf", work.submit(paper, TEMPLATE, data).result())
            done += len(lines)
            progress(done, len(rows))


def _typesetter() -> ProcessPoolExecutor:
    """What a typeset volume held in memory goes with its process."""
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), max_tasks_per_child=1)


def _volumes(rows: Sequence[AnnexRow]) -> Iterator[list[AnnexRow]]:
    """Lines of whole villages, as many as fit a volume; a village that is larger alone is cut."""
    lines: list[AnnexRow] = []
    for _place, some in groupby(rows, key=lambda row: (row.district, row.village)):
        village = list(some)
        if lines and len(lines) + len(village) > VOLUME:
            yield lines
            lines = []
        lines += village
        while len(lines) > VOLUME:
            yield lines[:VOLUME]
            lines = lines[VOLUME:]
    if lines:
        yield lines


def _issued(roll: Roll, rows: Sequence[AnnexRow], actor: Actor) -> IssuedPaper:
    payer = roll.registration.payer
    facts = [*_facts(roll, len(rows))]
    if roll.decree_number:
        facts.insert(0, [_("Nomor SK"), roll.decree_number])
    facts.append([_("Sidik daftar nama"), digest_of(rows)])
    return issue(
        kind=IssuedPaper.Kind.ANNEX,
        series=SERIES,
        title=_("Lampiran Surat Keputusan"),
        facts=[(label, text) for label, text in facts],
        issued_on=roll.decree_on or timezone.localdate(),
        area_code=payer.area_id,
        subject=subject_of(roll),
        actor=actor,
    )


def subject_of(roll: Roll) -> str:
    """What the annex's paper is about, for `papers`."""
    return f"registry.Roll:{roll.pk}"


def digest_of(rows: Iterable[AnnexRow]) -> str:
    """Sixteen signs that stand for the people named, their places and their work; the same for both versions."""
    hashed = hashlib.sha256()
    for row in rows:
        nik = masked(row.nik) if row.nik.isdecimal() else row.nik
        shown = (row.district, row.village, nik, row.name, row.address, row.work, row.replaces, row.since)
        hashed.update("\x1f".join(shown).encode() + b"\n")
    return hashed.hexdigest()[:16]


def annex_xlsx(roll: Roll, *, whole: bool) -> IO[bytes]:
    """The same lines as a spreadsheet of text cells."""
    with translation.override("id"):
        rows = rows_of(roll, whole=whole)
        headings = [_("NO"), _("KECAMATAN"), _("DESA/KELURAHAN"), *_headings(roll, long=True)]
        lines = [
            [str(number), row.district, row.village, *_cells(roll, row, long=True)]
            for number, row in enumerate(rows, start=1)
        ]
        return sheet_of(_title(roll), headings, lines)


def sheet_of(title: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> IO[bytes]:
    """A sheet with a title, headings and text cells, so that no number loses a digit."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - closed by whoever hands it over
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, text = book.add_worksheet(_("Daftar")), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        sheet.set_column(0, 0, 6, text)
        sheet.set_column(1, len(headings) - 1, 22, text)
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        for column, heading in enumerate(headings):
            sheet.write_string(2, column, heading, bold)
        sheet.freeze_panes(3, 0)
        for at, line in enumerate(lines, start=3):
            for column, value in enumerate(line):
                sheet.write_string(at, column, value, text)
    file.seek(0)
    return file


def _title(roll: Roll) -> str:
    return _("Lampiran Surat Keputusan: %(name)s") % {"name": roll.name}


def _headings(roll: Roll, *, long: bool) -> list[str]:
    more = [_("TANGGAL LAHIR")] if long else []
    headings = [_("NIK"), _("NAMA"), *more, _("ALAMAT"), _("PEKERJAAN")]
    return [*headings, _("MENGGANTIKAN"), _("MULAI")] if roll.supplements_id else headings


def _cells(roll: Roll, row: AnnexRow, *, long: bool) -> list[str]:
    more = [row.birth] if long else []
    cells = [row.nik, row.name, *more, row.address, row.work]
    return [*cells, row.replaces, row.since] if roll.supplements_id else cells


def _data(
    roll: Roll,
    rows: Sequence[AnnexRow],
    *,
    seal: Mapping[str, str],
    number: str,
    whole: bool,
    first: int = 1,
    total: int | None = None,
    volume: str = "",
) -> dict[str, Any]:
    payer = roll.registration.payer
    decree_on = numbers.day(roll.decree_on) if roll.decree_on else LINE
    facts = _facts(roll, len(rows) if total is None else total)
    if volume:
        last = first + len(rows) - 1
        facts.append([volume, _("nomor %(first)s sampai %(last)s") % {"first": first, "last": last}])
    return {
        "lang": "id",
        "title": _("Lampiran Surat Keputusan"),
        "number": _("Nomor: %(number)s  Tanggal: %(day)s")
        % {"number": roll.decree_number or LINE, "day": decree_on},
        "head": {"office": payer.name},
        "made": _("Naskah %(number)s, dibuat dengan Naungan") % {"number": number}
        if whole
        else _("Naskah %(number)s, dibuat dengan Naungan; NIK disamarkan untuk umum") % {"number": number},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": facts,
        "headings": [
            _("No."),
            *(one.capitalize() if one != _("NIK") else one for one in _headings(roll, long=False)),
        ],
        "is_change": roll.supplements_id is not None,
        "parts": list(_parts(roll, rows, first)),
        "signatures": [{"role": payer.name, "name": "", "title": ""}],
        "seal": seal,
    }


def _parts(roll: Roll, rows: Sequence[AnnexRow], first: int) -> Iterator[dict[str, Any]]:
    """A table for each village."""
    number = first - 1
    for (district, village), lines in groupby(rows, key=lambda row: (row.district, row.village)):
        cells = []
        for row in lines:
            number += 1
            cells.append([str(number), *_cells(roll, row, long=False)])
        count = _("%(count)s orang") % {"count": numbers.count(len(cells))}
        place = " · ".join(filter(None, (district, village))) or _("Wilayah lain")
        yield {"title": f"{place} ({count})", "rows": cells}


def _facts(roll: Roll, people: int) -> list[list[str]]:
    months = f"{numbers.month(roll.first_month)} – {numbers.month(roll.last_month)}"
    facts = [
        [_("Tentang"), roll.name],
        [_("Kelompok pekerja"), str(roll.group)],
        [_("Program"), roll.programmes.replace(",", ", ")],
        [_("Masa"), months],
        [_("Jumlah"), _("%(count)s orang") % {"count": numbers.count(people)}],
    ]
    if roll.supplements_id:
        original = roll.supplements
        assert original is not None
        facts.append([_("Mengubah"), f"{original.name}, {original.decree_number}".rstrip(", ")])
    return facts
