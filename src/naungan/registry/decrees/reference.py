"""Registries of others as files: the civil registry's people, the social registry's deciles.

`Reference` is the boundary: whatever brings rows (a file today, an interface of the civil registry tomorrow) says what
it is and hands them over. Headings are read by synonyms with the very readers of lists (`registry.imports`); only what
verification needs is kept: NIK, name, birth date, whether somebody lives, has moved or died, and the decile.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Finding, Refused
from naungan.registry.decrees.models import Snapshot, SnapshotRow
from naungan.registry.imports import checks, columns
from naungan.registry.imports.headers import LISTS, normal
from naungan.registry.imports.reading import Reading
from naungan.registry.imports.rows import cell_of, text_of
from naungan.registry.imports.source import Source, address, load

Kind = Snapshot.Kind
Life = SnapshotRow.Life
LIFE, DECILE = "life", "decile"
_HEADINGS = {
    LIFE: (
        "STATUS", "STATUS PENDUDUK", "STATUS HIDUP", "STATUS KEPENDUDUKAN", "KETERANGAN STATUS", "STATUS NIK",
        "STATUS ORANG",
    ),
    DECILE: ("DESIL", "DESIL NASIONAL", "DESIL DTSEN", "DESIL KESEJAHTERAAN", "PERINGKAT DESIL", "DESIL KELUARGA"),
}  # fmt: skip
_READING = Reading(columns={word: name for name, words in _HEADINGS.items() for word in words})
_LIVES = {
    Life.DEAD: ("MATI", "MENINGGAL", "MENINGGAL DUNIA", "WAFAT", "DEAD"),
    Life.MOVED: ("PINDAH", "PINDAH KELUAR", "PINDAH DOMISILI", "PINDAH DATANG", "MOVED"),
    Life.ALIVE: ("HIDUP", "AKTIF", "ADA", "TERDAFTAR", "ALIVE"),
}
_LIFE_OF = {word: life for life, words in _LIVES.items() for word in words}
_DECILE = re.compile(r"(?:DESIL\s*)?0?(10|[1-9])(?:[.,]0+)?\+?")


class ReferenceRow(NamedTuple):
    """One person of a reference: `life` of the civil registry, `decile` (1 the poorest) of the social one."""

    nik: str
    name: str
    birth_on: date | None
    life: str
    decile: int | None


class Reference(Protocol):
    """What brings a snapshot: a file, or an interface that comes later."""

    @property
    def name(self) -> str:
        """What it is called: a file's name, an interface's address."""
        ...

    @property
    def digest(self) -> str:
        """By which the same snapshot is known again."""
        ...

    def read(self, kind: str) -> ReferenceRead:
        """Its rows of a kind; `Refused` where it holds none of the kind."""
        ...


@dataclass(frozen=True, slots=True)
class ReferenceRead:
    """Rows that can be used, remarks on the others, and how many were left out."""

    rows: tuple[ReferenceRow, ...]
    findings: tuple[Finding, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class FileReference:
    """A reference as a spreadsheet or CSV; `name` is what people call the file."""

    path: Path
    name: str
    digest: str

    def read(self, kind: str) -> ReferenceRead:
        """All people of the file. `Refused`: `file.*`, `layout.*`, `reference.heading` without the column that a kind
        is about.
        """
        source = load(self.path, _READING, layouts=LISTS)
        wanted = LIFE if kind == Kind.CIVIL else DECILE
        if kind == Kind.SOCIAL and all(wanted not in header.columns for header in source.headers):
            raise Refused(
                "reference.heading",
                _("Berkas %(name)s tidak memuat kolom desil.") % {"name": self.name},
                where="file",
                mend=_("Beri judul DESIL pada kolomnya, lalu unggah lagi."),
            )
        return _rows(source, kind)


def _rows(source: Source, kind: str) -> ReferenceRead:
    people = columns.with_identity(source.people.with_row_index("row"))
    people = people.with_columns(
        life=_texts(source, LIFE), decile=_texts(source, DECILE), birth_read=_births(people)
    )
    checked = (checks.malformed_nik, checks.made_up_nik, checks.nik_stored_as_number, checks.missing_name)
    hits = [hit for check in checked for hit in check(people)]
    wrong = {hit.row for hit in hits}
    findings: list[Finding] = [placed.finding() for placed in source.placed(hits)]
    rows: dict[str, ReferenceRow] = {}
    names = ("row", "sheet", "line", "nik_clean", "name", "birth_read", "life", "decile")
    for row, sheet, line, nik, name, born, life, decile in people.select(names).iter_rows():
        if row in wrong:
            continue
        read = _one(nik, name, born, (life, decile), kind)
        if isinstance(read, ReferenceRow):
            rows.setdefault(nik, read)
            continue
        column = source.headers[sheet].columns.get(LIFE if kind == Kind.CIVIL else DECILE)
        findings.append(read.at(source.sheets[sheet].name, address(column, line)))
    return ReferenceRead(tuple(rows.values()), tuple(findings), people.height - len(rows))


@dataclass(frozen=True, slots=True)
class _Unread:
    code: str
    found: str
    expected: str
    mend: str

    def at(self, sheet: str, cell: str) -> Finding:
        """The remark at its cell."""
        return Finding(self.code, sheet, cell, self.found, self.expected, self.mend)


def _one(nik: str, name: str, born: date | None, said: tuple[str, str], kind: str) -> ReferenceRow | _Unread:
    life, decile = said
    if kind == Kind.CIVIL:
        known = _LIFE_OF.get(normal(life), "" if life else Life.ALIVE)
        if known:
            return ReferenceRow(nik, name[:150], born, str(known), None)
        expected = _("Status berisi hidup, pindah atau meninggal")
        return _Unread("reference.life", life, expected, _("Tulis salah satu dari ketiganya."))
    match = _DECILE.fullmatch(decile.strip().upper())
    if match:
        return ReferenceRow(nik, name[:150], born, "", int(match[1]))
    expected = _("Desil berisi angka 1 sampai 10")
    return _Unread("reference.decile", decile, expected, _("Isi desil keluarganya."))


def _births(people: pl.DataFrame) -> pl.Series:
    read = columns.dates_of(people["birth"], people["birth_kind"])
    on = {"left_on": ["birth", "birth_kind"], "right_on": ["text", "kind"]}
    return people.join(read, how="left", maintain_order="left", **on)["read"]  # type: ignore[arg-type]


def _texts(source: Source, name: str) -> pl.Series:
    """The texts of one of our own columns, in the order of the frame of people."""
    cells: list[str] = []
    for sheet, at in source.people.select("sheet", "at").iter_rows():
        known: Sequence[object] = source.sheets[sheet].rows[at]
        cells.append(text_of(cell_of(known, source.headers[sheet].columns, name)))
    return pl.Series(cells, dtype=pl.String)


@contextmanager
def uploaded(name: str, chunks: Iterable[bytes]) -> Iterator[FileReference]:
    """An upload as a reference, for as long as it is read: the file itself is not kept."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(prefix="naungan-acuan-") as folder:
        path = Path(folder) / f"acuan{Path(name).suffix.lower()}"
        with path.open("wb") as target:
            for chunk in chunks:
                digest.update(chunk)
                target.write(chunk)
        yield FileReference(path, Path(name).name, digest.hexdigest())
