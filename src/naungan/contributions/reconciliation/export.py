"""Reading the agency's list of active members, or its bill by person: any spreadsheet or CSV, by its headings, every
row accounted for.

The list is read as a list of workers is (`registry.imports`); the headings that only the agency's export has
(programmes, division, contributions) are known here. A row of another month or of a registration that is none of ours
is set aside with a remark; every other row is kept, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from django.utils.translation import gettext as _

from naungan.law import months
from naungan.law.findings import Finding, Refused
from naungan.registry.imports import headers
from naungan.registry.imports.change_checks import read_month
from naungan.registry.imports.columns import (
    day_text,
    name_key,
    once,
    read_date,
    read_rupiah,
    with_identity,
)
from naungan.registry.imports.rows import text_of
from naungan.registry.imports.source import Source, address, load

PROGRAMMES: Final = ("JKK", "JKM", "JHT", "JP")
AMOUNTS: Final = ("jkk", "jkm", "jht", "jp", "total")
LAYOUTS: Final = (*headers.LISTS, "sipp_wages")
SCHEMA: Final = pl.Schema(
    {
        "sheet": pl.String(),
        "line": pl.Int64(),
        **dict.fromkeys(("nik", "kpj", "name", "name_key"), pl.String()),
        "birth": pl.Date(),
        **dict.fromkeys(("npp", "division", "programmes"), pl.String()),
        "wage": pl.Int64(),
        **dict.fromkeys(AMOUNTS, pl.Int64()),
    }
)
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "division": ("DIVISI", "KODE DIVISI", "DIV", "NO DIVISI"),
    "wadah": ("WADAH", "KODE WADAH", "NO WADAH", "NOMOR WADAH"),
    "programmes": ("PROGRAM", "KODE PROGRAM", "JENIS PROGRAM", "PROGRAM DIIKUTI", "PROGRAM YANG DIIKUTI"),
    "jkk": ("JKK", "IURAN JKK", "TAGIHAN JKK"),
    "jkm": ("JKM", "IURAN JKM", "TAGIHAN JKM"),
    "jht": ("JHT", "IURAN JHT", "TAGIHAN JHT"),
    "jp": ("JP", "IURAN JP", "TAGIHAN JP"),
    "total": (
        *("IURAN", "JUMLAH IURAN", "TOTAL IURAN", "IURAN RP", "TOTAL"),
        *("TAGIHAN", "JUMLAH TAGIHAN", "TOTAL TAGIHAN", "JUMLAH", "NOMINAL"),
    ),
}
_OWN = {word: name for name, words in _SYNONYMS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Export:
    """What a file told: its members (`SCHEMA`), how many rows it had, and every remark."""

    members: pl.DataFrame
    rows: int
    findings: tuple[Finding, ...]

    @property
    def set_aside(self) -> int:
        """Rows that are not among the members."""
        return self.rows - len(self.members)


def read_export(path: Path, month: int) -> Export:
    """The members that a file tells for a month. Refused: `file.*`, `layout.*` when it is no such list."""
    source = load(path, layouts=LAYOUTS)
    own, places = _with_own_columns(source)
    people = with_identity(own)
    months_told = once(people["month"], read_month, pl.Int64())
    people = people.with_columns(
        month_told=months_told,
        birth_on=once(people["birth"], lambda text: read_date(text).read, pl.Date()),
        wage_rp=once(people["wage"], read_rupiah, pl.Int64()),
        own_programmes=once(people["programmes"], programmes_of, pl.String()),
        **{f"{name}_rp": once(people[name], read_rupiah, pl.Int64()) for name in AMOUNTS},
    )
    findings = _Remarks(source, people, places).all(month)
    other = pl.col("month_told").is_not_null() & (pl.col("month_told") != month)
    return Export(_members(source, people.filter(~other)), len(people), tuple(findings))


def programmes_of(text: str) -> str | None:
    """The programmes in a text, in the order of the law ("JKK+JKM" is "JKK,JKM"); None when it names none."""
    words = set(re.findall(r"[A-Z]+", text.upper()))
    return ",".join(name for name in PROGRAMMES if name in words) or None


def number_of(text: str) -> str:
    """A registration's number as it is compared: letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def lines_of(export: Export) -> Export:
    """The members as lines of a bill: `total` is what each costs, 0 with a remark where the file does not say. Refused:
    agency.no_amounts when it says of nobody.
    """
    parts = pl.sum_horizontal(AMOUNTS[:-1])
    told = pl.any_horizontal([pl.col(name).is_not_null() for name in AMOUNTS])
    silent = export.members.filter(~told)
    if len(silent) == len(export.members) and len(silent):
        raise Refused(
            "agency.no_amounts",
            _("Berkas ini tidak menyebut iuran seorang pun."),
            where="file",
            mend=_("Mintalah rincian tagihan dengan kolom JKK, JKM, JHT, JP atau jumlah iuran per orang."),
        )
    findings = [
        Finding(
            code="agency.no_amount",
            sheet=sheet,
            cell=str(line),
            found="",
            expected=_("iuran tiap program atau jumlahnya"),
            mend=_("Iuran orang ini dihitung nol; mintalah rinciannya."),
            blocking=False,
        )
        for sheet, line in silent.select("sheet", "line").rows()
    ]
    lines = export.members.with_columns(total=pl.coalesce("total", pl.when(told).then(parts), pl.lit(0)))
    return Export(lines, export.rows, (*export.findings, *findings))


def _with_own_columns(source: Source) -> tuple[pl.DataFrame, list[dict[str, int]]]:
    """The people with the columns that only the agency's export has, and where these stand on each sheet."""
    frames, places = [], []
    for index, (sheet, header) in enumerate(zip(source.sheets, source.headers, strict=True)):
        people = source.people.filter(pl.col("sheet") == index)
        taken = set(header.columns.values())
        found: dict[str, int] = {}
        for column, label in enumerate(header.labels):
            name = _OWN.get(headers.normal(label))
            if name and column not in taken:
                found.setdefault(name, column)
        rows = [sheet.rows[at] for at in people["at"]]
        own = {name: _texts(rows, found.get(name)) for name in _SYNONYMS}
        if header.columns["nik"] == header.columns.get("kpj"):
            own["nik"] = pl.Series([""] * len(rows), dtype=pl.String)
        frames.append(people.with_columns(**own))
        places.append(found)
    return pl.concat(frames), places


def _texts(rows: Sequence[Sequence[object]], column: int | None) -> pl.Series:
    if column is None:
        return pl.Series([""] * len(rows), dtype=pl.String)
    return pl.Series([text_of(row[column]) if column < len(row) else "" for row in rows], dtype=pl.String)


def _members(source: Source, people: pl.DataFrame) -> pl.DataFrame:
    names = pl.Series("sheet_name", [sheet.name for sheet in source.sheets], dtype=pl.String)
    parts = [pl.col(f"{name}_rp") for name in AMOUNTS[:-1]]
    told = pl.concat_str(
        [
            pl.when(part > 0).then(pl.lit(name)).otherwise(pl.lit(""))
            for name, part in zip(PROGRAMMES, parts, strict=True)
        ],
        separator=" ",
        ignore_nulls=True,
    )
    by_amounts = told.str.replace_all(r"\s+", ",").str.strip_chars(",").replace("", None)
    return people.select(
        pl.lit(names).gather(pl.col("sheet")).alias("sheet"),
        "line",
        pl.when(pl.col("nik") == "")
        .then(pl.lit(""))
        .otherwise(pl.col("nik_clean"))
        .str.slice(0, 32)
        .alias("nik"),
        pl.col("kpj").str.replace_all(r"[^0-9A-Za-z]", "").str.slice(0, 32).alias("kpj"),
        pl.col("name").str.slice(0, 150),
        name_key(pl.col("name")).alias("name_key"),
        pl.coalesce("birth_on", "nik_birth").alias("birth"),
        pl.when(pl.col("npp") == "").then(pl.col("wadah")).otherwise(pl.col("npp")).alias("npp"),
        "division",
        pl.coalesce(pl.col("own_programmes"), by_amounts).alias("programmes"),
        pl.col("wage_rp").alias("wage"),
        *(pl.col(f"{name}_rp").alias(name) for name in AMOUNTS),
    ).cast(SCHEMA)


class _Remarks:
    """Every remark on a list, with its cell."""

    def __init__(self, source: Source, people: pl.DataFrame, places: Sequence[Mapping[str, int]]) -> None:
        self.source, self.people, self.places = source, people, places

    def all(self, month: int) -> list[Finding]:
        """In the order of the causes, each in the order of the rows."""
        told = {"month": months.format_month(month)}
        return [
            *self._on(
                pl.col("month_told").is_not_null() & (pl.col("month_told") != month),
                ("agency.month", "month", True),
                _("bulan iuran %(month)s") % told,
                _("Unggah baris itu pada bulannya sendiri."),
            ),
            *self._on(
                (pl.col("nik") != "") & ~pl.col("nik_whole"),
                ("agency.nik", "nik", False),
                _("16 angka"),
                _(
                    "Cocokkan NIK dengan kartu; baris dicocokkan lewat KPJ atau nama. Baris tetap dibandingkan."
                ),
            ),
            *self._on(
                (pl.col("nik") == "") & (pl.col("kpj") == ""),
                ("agency.identity", "nik", False),
                _("NIK atau KPJ"),
                _("Mintalah ekspor yang memuat NIK. Baris tetap dibandingkan."),
            ),
            *self._on(
                (pl.col("wage") != "") & pl.col("wage_rp").is_null(),
                ("agency.wage", "wage", False),
                _("rupiah bulat"),
                _("Periksa kolom upah. Baris tetap dibandingkan."),
            ),
            *self._on(
                (pl.col("programmes") != "") & pl.col("own_programmes").is_null(),
                ("agency.programmes", "programmes", False),
                _("JKK, JKM, JHT atau JP"),
                _("Periksa kolom program. Baris tetap dibandingkan."),
            ),
            *self._on(
                (pl.col("birth") != "") & pl.col("birth_on").is_null(),
                ("agency.birth", "birth", False),
                _("tanggal seperti %(day)s") % {"day": day_text(months.first_day(month))},
                _("Periksa kolom tanggal lahir. Baris tetap dibandingkan."),
            ),
            *self._on_amounts(),
        ]

    def _on_amounts(self) -> list[Finding]:
        """Amounts that are none, and totals that their programmes do not add up to."""
        found: list[Finding] = []
        for name in AMOUNTS:
            found += self._on(
                (pl.col(name) != "") & pl.col(f"{name}_rp").is_null(),
                ("agency.amount", name, False),
                _("rupiah bulat"),
                _("Periksa kolom iuran. Baris tetap dibandingkan."),
            )
        parts = [pl.col(f"{name}_rp") for name in AMOUNTS[:-1]]
        told = pl.any_horizontal([part.is_not_null() for part in parts])
        found += self._on(
            told & pl.col("total_rp").is_not_null() & (pl.sum_horizontal(parts) != pl.col("total_rp")),
            ("agency.row_sum", "total", False),
            _("jumlah iuran semua program pada baris itu"),
            _("Tanyakan selisihnya kepada BPJS Ketenagakerjaan. Jumlah yang tertulis dipakai."),
        )
        return found

    def _column(self, sheet: int, field: str) -> int | None:
        """Where a field stands on a sheet."""
        own = self.places[sheet].get(field)
        return self.source.headers[sheet].columns.get(field) if own is None else own

    def _on(self, where: pl.Expr, sort: tuple[str, str, bool], expected: str, mend: str) -> list[Finding]:
        """`sort` is the code, the field, and whether the row is set aside."""
        code, field, blocking = sort
        rows = self.people.filter(where).select("sheet", "line", field).rows()
        return [
            Finding(
                code=code,
                sheet=self.source.sheets[sheet].name,
                cell=address(self._column(sheet, field), line),
                found=str(found)[:200],
                expected=expected,
                mend=mend.strip(),
                blocking=blocking,
            )
            for sheet, line, found in rows
        ]
