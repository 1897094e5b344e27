"""A list in the layouts of the agency's bulk files: text cells, the template's very headings, files of at most
10,000 rows (the agency takes no more), several in one ZIP. Every download of people is journalled.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.queries import names
from naungan.journal.services import record
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.imports.templates import LAYOUTS, Heading
from naungan.registry.models import Membership, MembershipTerms, Roll

MOST_ROWS = 10_000
_CHUNK = 2_000
Line = dict[str, str]
Cause = Membership.EndCause
# the words that the layout of *nonaktif* offers for our causes; a death has none, it goes to a claim
CAUSE_WORDS = {
    Cause.MOVED: "PINDAH",
    Cause.WAGE_EARNER: "MENJADI PENERIMA UPAH",
    Cause.AGE: "BATAS USIA",
    Cause.DUPLICATE: "DATA GANDA",
    Cause.ROLL_ENDED: "KONTRAK BERAKHIR",
    Cause.OTHER: "LAINNYA",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand over: its name, its bytes, how many rows it has."""

    name: str
    file: IO[bytes]
    rows: int


def export_roll(roll: Roll, layout: str, *, actor: Actor, month: int | None = None) -> Exported:
    """A roll in a layout; with a month, its movement: who entered (new, continuing), left (inactive), or has
    another wage (wages) in that month.

    `Refused` `layout.unknown`, `roll.out_of_scope` for a list whose payer is not the actor's.
    """
    if layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise Refused("layout.unknown", _("Bentuk %(name)s tidak dikenal.") % {"name": layout},
                      where="layout", mend=_("Pilih salah satu: %(known)s.") % {"known": known})  # fmt: skip
    payer = roll.registration.payer
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("roll.out_of_scope", _("Daftar ini di luar kewenangan Anda."), where=roll.name)
    spells = _chosen(roll, layout, month)
    lines = (_line(layout, spell, terms, place, month) for spell, terms, place in _with_terms(spells, month))
    stem = f"{layout}-daftar-{roll.pk}" + (f"-{months.format_month(month)}" if month is not None else "")
    made = _files(stem, LAYOUTS[layout], lines)
    record(
        actor=actor.name, user=actor.user, action="registry.export_roll",
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "layout": layout, "rows": made.rows},
    )  # fmt: skip
    return made


def _chosen(roll: Roll, layout: str, month: int | None) -> QuerySet[Membership]:
    spells = roll.memberships.exclude(end_cause=Cause.UNDONE).select_related("person", "roll__registration")
    spells = spells.order_by("person__name", "pk")
    if layout in {"sipp-tk-lanjutan", "sipp-tk-nonaktif"}:
        spells = spells.exclude(person__kpj="")
    if layout == "sipp-tk-nonaktif":
        ended = spells.filter(end_cause__in=CAUSE_WORDS)
        return ended if month is None else ended.filter(last_month=month)
    if month is None:
        return spells
    if layout in {"sipp-upah", "sipp-koreksi"}:
        running = spells.filter(first_month__lte=month, last_month__gte=month)
        return running.filter(terms__from_month=month) if layout == "sipp-upah" else running
    return spells.filter(first_month=month)


def _with_terms(
    spells: QuerySet[Membership], month: int | None
) -> Iterator[tuple[Membership, MembershipTerms | None, str]]:
    """Each membership with its terms in the month (else its newest), and the name of the home area."""
    rows = spells.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        mine = MembershipTerms.objects.filter(membership_id__in=[spell.pk for spell in chunk])
        mine = mine if month is None else mine.filter(from_month__lte=month)
        newest = {
            terms.membership_id: terms for terms in mine.select_related("occupation").order_by("from_month")
        }
        homes = {spell.person.domicile_id for spell in chunk}
        places = names(homes | {home.rpartition(".")[0] for home in homes} | {home[:5] for home in homes})
        for spell in chunk:
            yield spell, newest.get(spell.pk), places.get(spell.person.domicile_id[:5], "")


def _line(
    layout: str, spell: Membership, terms: MembershipTerms | None, place: str, month: int | None
) -> Line:
    """A row by heading; what the registry does not hold stays empty."""
    person = spell.person
    born = f"{person.birth_on:%d-%m-%Y}" if person.birth_on else ""
    start = f"{months.first_day(spell.first_month):%d-%m-%Y}"
    home = person.domicile_id.count(".")
    known = names([person.domicile_id, person.domicile_id.rpartition(".")[0]])
    line = {
        "NIK": person.nik, "NOMOR_IDENTITAS": person.nik, "JENIS_IDENTITAS": "KTP",
        "KPJ": person.kpj, "NOMOR_IDENTITAS_KPJ": person.kpj, "KODE": person.kpj or person.nik,
        "NAMA": person.name, "NAMA_LENGKAP": person.name, "NAMA_IBU_KANDUNG": person.mother_name,
        "JENIS KELAMIN": person.sex, "JENIS_KELAMIN": person.sex,
        "TANGGAL LAHIR": born, "TANGGAL_LAHIR": born, "TGL_LAHIR": born,
        "ALAMAT": person.address, "ALAMAT_LENGKAP_DOMISILI": person.address,
        "HP": person.phone, "HANDPHONE": person.phone,
        "DESA/KELURAHAN": known.get(person.domicile_id, "") if home == _VILLAGE else "",
        "KECAMATAN": known.get(".".join(person.domicile_id.split(".")[:3]), "") if home >= _VILLAGE - 1 else "",
        "JENIS PEKERJAAN": _work(terms),
        "UPAH": str(terms.amount_rp) if terms else "", "RAPEL": "0",
        "BLTH": f"{months.first_day(month if month is not None else spell.first_month):%m-%Y}",
        "NPP": spell.roll.registration.number,
        "LOKASI_PEKERJAAN": place, "TANGGAL_KEPESERTAAN": start, "TGL_AWAL_BEKERJA": start,
    }  # fmt: skip
    if layout == "sipp-tk-nonaktif":
        line["SEBAB_NA"] = CAUSE_WORDS.get(Cause(spell.end_cause), "")
        on = spell.ended_on or months.last_day(spell.last_month)
        line["TGL_KEJADIAN"] = f"{on:%d-%m-%Y}"
    return line


_VILLAGE = 3  # dots in the code of a village


def _work(terms: MembershipTerms | None) -> str:
    if terms is None:
        return ""
    return terms.occupation_text or (terms.occupation.name if terms.occupation else "")


def _files(stem: str, headings: tuple[Heading, ...], lines: Iterable[Line]) -> Exported:
    """One XLSX, or a ZIP of several when there are more rows than one file may have."""
    today = f"{timezone.localdate():%Y%m%d}"
    numbered = iter(enumerate(lines, start=1))
    parts = iter(lambda: list(islice(numbered, MOST_ROWS)), [])
    first = next(parts, [])
    second = next(parts, [])
    if not second:
        return Exported(f"{stem}-{today}.xlsx", _book(headings, first), len(first))
    target = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 - closed by whoever hands it over
    rows = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, part in enumerate(_after([first, second], parts), start=1):
            rows += len(part)
            with _book(headings, part) as book:
                archive.writestr(f"{stem}-{number:02d}.xlsx", book.read())
    target.seek(0)
    return Exported(f"{stem}-{today}.zip", target, rows)


def _after(first: list[Any], rest: Iterator[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


def _book(headings: tuple[Heading, ...], lines: list[tuple[int, Line]]) -> IO[bytes]:
    """A sheet of text cells, so that no spreadsheet rounds a number or cuts its leading zero."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - closed by whoever hands it over
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet, text = book.add_worksheet("Sheet1"), book.add_format({"num_format": "@"})
        write: Callable[..., Any] = sheet.write_string
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, heading.width, text)
            write(0, column, heading.name, text)
        for at, (number, line) in enumerate(lines, start=1):
            for column, heading in enumerate(headings):
                value = str(number) if heading.name == "NO" else line.get(heading.name, "")
                if value:
                    write(at, column, value, text)
    file.seek(0)
    return file
