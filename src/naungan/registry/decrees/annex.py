"""The decree's annex (*Lampiran SK*): by name and address, grouped by district and village, as PDF and XLSX.

The public version shows of a NIK its region and the last digits only; who may read NIKs whole gets them whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import IO, Any, NamedTuple

import xlsxwriter
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.registry.decrees import gate
from naungan.registry.decrees.lists import newest_terms
from naungan.registry.decrees.models import Standing
from naungan.registry.decrees.queries import district_and_village
from naungan.registry.models import Membership, Roll

TEMPLATE = "registry/papers/annex.typ"
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
    return rows.exclude(end_cause__in=gate.CAUSES.values()).select_related(
        "person__domicile", "roll__group", "replaces__replaced__person"
    )


def rows_of(roll: Roll, *, whole: bool) -> list[AnnexRow]:
    """The lines, by district, village and name."""
    spells = list(members_of(roll))
    places = district_and_village([spell.person.domicile_id for spell in spells])
    terms = newest_terms([spell.pk for spell in spells])
    rows = []
    for spell in spells:
        person, own = spell.person, terms.get(spell.pk)
        replaces = getattr(spell, "replaces", None)
        rows.append(
            AnnexRow(
                *places[person.domicile_id],
                person.nik if whole else masked(person.nik),
                person.name,
                f"{person.birth_on:%d-%m-%Y}" if person.birth_on and whole else "",
                person.address,
                own.occupation_text if own and own.occupation_text else str(spell.roll.group),
                replaces.replaced.person.name if replaces else "",
                numbers.month(replaces.from_month) if replaces else "",
            )
        )
    return sorted(rows)


def annex_pdf(roll: Roll, *, whole: bool) -> bytes:
    """The PDF (tagged), in Indonesian whatever the language of the page; the number is a line to fill where the decree
    has none yet.
    """
    with translation.override("id"):
        return paper(TEMPLATE, _data(roll, whole=whole))


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


def _data(roll: Roll, *, whole: bool) -> dict[str, Any]:
    rows, payer = rows_of(roll, whole=whole), roll.registration.payer
    number, parts = 0, []
    for (district, village), lines in groupby(rows, key=lambda row: (row.district, row.village)):
        cells = []
        for row in lines:
            number += 1
            cells.append([str(number), *_cells(roll, row, long=False)])
        count = _("%(count)s orang") % {"count": numbers.count(len(cells))}
        place = " · ".join(filter(None, (district, village))) or _("Wilayah lain")
        parts.append({"title": f"{place} ({count})", "rows": cells})
    decree_on = numbers.day(roll.decree_on) if roll.decree_on else LINE
    return {
        "lang": "id",
        "title": _("Lampiran Surat Keputusan"),
        "number": _("Nomor: %(number)s  Tanggal: %(day)s")
        % {"number": roll.decree_number or LINE, "day": decree_on},
        "head": {"office": payer.name},
        "made": _("Dibuat dengan Naungan")
        if whole
        else _("Dibuat dengan Naungan; NIK disamarkan untuk umum"),
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": _facts(roll, len(rows)),
        "headings": [
            _("No."),
            *(one.capitalize() if one != _("NIK") else one for one in _headings(roll, long=False)),
        ],
        "is_change": roll.supplements_id is not None,
        "parts": parts,
        "signatures": [{"role": payer.name, "name": "", "title": ""}],
    }


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
