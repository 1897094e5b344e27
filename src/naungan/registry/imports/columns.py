"""Texts of cells to values, by columns: identity numbers, names, dates, sex, rupiah.

What repeats in a list (dates, wages, occupations) is read once per distinct text, the rest by Polars
expressions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from naungan.registry.imports.headers import Header
from naungan.registry.imports.read import Sheet
from naungan.registry.imports.rows import people_rows, text_of
from naungan.registry.imports.table import TextRows

TEXT, NUMBER, DATE = "t", "n", "d"
FIELDS = (
    *("nik", "name", "sex", "birth", "birth_place", "address", "rt", "rw", "rt_rw"),
    *("village", "district", "regency", "occupation", "wage", "mother", "kpj", "registered"),
    *("identity_kind", "title", "phone", "email", "npwp", "postcode", "work_start", "contract_end"),
    *("cause", "event", "month", "back_pay", "npp"),
)
KINDED = ("nik", "birth", "wage", "registered", "event", "month")

_TYPED = [*(digit * 16 for digit in "0123456789"), "1234567890123456", "0123456789012345", "1234567812345678"]
# what only the checks of the file ask for: left behind before the registry is asked, for long lists' sake
OF_THE_FILE_ONLY = (
    *("identity_kind", "title", "email", "npwp", "postcode", "work_start", "contract_end", "birth_place"),
    *("cause", "event", "month", "back_pay", "npp", "event_kind", "month_kind", "wage_kind", "birth_kind"),
    *("registered_kind", "has_address", "sipp", "read", "swapped", "sex", "birth", "registered"),
)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(3_000, 60_000)  # 1908 to 2064
_MONTH_NAMES = (
    "jan januari january",
    "feb peb februari pebruari february",
    "mar maret march",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "agu ags agt agustus aug august",
    "sep sept september",
    "okt oktober oct october",
    "nov nop november nopember",
    "des desember dec december",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_THREE_PARTS = re.compile(r"(?<!\d)(\d{1,4})\D{1,3}(\d{1,2})\D{1,3}(\d{2,4})(?!\d)")
_EIGHT_DIGITS = re.compile(r"(?<!\d)(\d{7,8})(?!\d)")
_SERIAL = re.compile(r"\d{4,5}(?:\.0+)?")
_AMOUNT = re.compile(r"(?:RP\.?\s*)?(\d[\d.,\s]*)(?:,-|\.-)?", re.IGNORECASE)


class DateRead(NamedTuple):
    """A date cell as read (day before month), and with day and month exchanged; None where no such date
    exists.
    """

    read: date | None
    swapped: date | None


def frame_of(index: int, sheet: Sheet, header: Header) -> pl.DataFrame:
    """The people of one sheet: a row each, with `sheet`, `line` (its number), `at` (index in the sheet), and
    per field its text, for some also the kind of the cell (`nik_kind`: t text, n number, d date); `sipp` and
    `has_address` say of what layout the sheet is.
    """
    found = people_rows(sheet.rows, header)
    columns: dict[str, Any] = {
        "sheet": pl.lit(index, dtype=pl.Int32),
        "line": _taken(pl.Series(sheet.numbers, dtype=pl.Int64), found),
        "at": pl.Series(found, dtype=pl.Int64),
    }
    for name in FIELDS:
        at = header.columns.get(name)
        text, kind = (pl.lit(""), pl.lit(TEXT)) if at is None else _cells(sheet.rows, found, at)
        columns[name] = text
        if name in KINDED:
            columns[f"{name}_kind"] = kind
    columns["sipp"] = pl.lit(header.layout != "village")
    columns["has_address"] = pl.lit("address" in header.columns)
    kinds = [f"{name}_kind" for name in KINDED]
    return (
        pl.DataFrame().select(**columns).select("sheet", "line", "at", *FIELDS, *kinds, "sipp", "has_address")
    )


def _cells(rows: Sequence[list[Any]], found: Sequence[int], at: int) -> tuple[pl.Series, pl.Series | pl.Expr]:
    """The texts and the kinds of a column's cells, in some of the rows."""
    if isinstance(rows, TextRows):
        return stripped(_taken(rows.column(at), found)), pl.lit(TEXT)
    cells = [row[at] if at < len(row) else "" for row in map(rows.__getitem__, found)]
    if all(isinstance(cell, str) for cell in cells):
        return pl.Series(list(map(str.strip, cells)), dtype=pl.String), pl.lit(TEXT)
    kinds = pl.Series([_kind(cell) for cell in cells], dtype=pl.String)
    return pl.Series([text_of(cell) for cell in cells], dtype=pl.String), kinds


def _taken(values: pl.Series, found: Sequence[int]) -> pl.Series:
    """Some of the values; without a copy where they stand together."""
    if isinstance(found, range):
        return values.slice(found.start, len(found))
    return values.gather(list(found))


def stripped(texts: pl.Series) -> pl.Series:
    """Texts without the spaces around them (the very ones that Python strips); as they are if none has any."""
    if not texts.str.contains(r"^[\s\x1c-\x1f]|[\s\x1c-\x1f]$").any():
        return texts
    return texts.str.strip_chars(_SPACES)


_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))


def with_identity(people: pl.DataFrame) -> pl.DataFrame:
    """Add `nik_clean` (digits without spaces and signs), `nik_number` (stored as a number), `nik_birth`,
    `nik_sex`,
    `nik_area` ("75.03.01") for numbers of 16 digits, and `name_key` (the name as it is compared).
    """
    text = pl.col("nik").str.replace(r'^="?([^"]*)"?$', "$1").str.replace_all(r"[\s\-'`’_]", "")
    number = (
        (pl.col("nik_kind") != TEXT)
        | text.str.contains(r"^\d([.,]\d+)?[eE]\+?\d{1,2}$")
        | text.str.contains(r"^\d{10,}[.,]0+$")
    )
    clean = text.str.replace_all(".", "", literal=True)
    whole = clean.str.contains(r"^[0-9]{16}$")
    people = people.with_columns(nik_number=number, nik_clean=clean, nik_whole=whole)
    return people.with_columns(*_nik_parts(), name_key=name_key(pl.col("name")))


def name_key(name: pl.Expr) -> pl.Expr:
    """A name as it is compared: capitals, without titles, signs and doubled spaces."""
    plain = name.str.to_uppercase().str.replace(r",.*$", "").str.replace_all(r"[^A-Z0-9 ]", " ")
    plain = plain.str.replace_all(r"\b(H|HJ|DRS|DRA|DR|IR|HI|ALM|ALMH)\b", " ")
    return plain.str.replace_all(r"\s+", " ").str.strip_chars()


def made_up() -> pl.Expr:
    """One digit sixteen times, or digits in a row."""
    return pl.col("nik_clean").is_in(_TYPED)


def sound_nik() -> pl.Expr:
    """A NIK that can be one: 16 digits kept as text, with an area, a birth date and a serial that exist."""
    return (
        pl.col("nik_whole")
        & ~made_up()
        & ~pl.col("nik_number")
        & pl.col("nik_birth").is_not_null()
        & ~pl.col("nik_clean").str.ends_with("0000")
        & (pl.col("nik_clean").str.slice(0, 2) >= "11")
        & (pl.col("nik_clean").str.slice(2, 2) != "00")
        & (pl.col("nik_clean").str.slice(4, 2) != "00")
    )


def day_text(day: date | None) -> str:
    """A date as lists write it: "12-05-1980"."""
    return day.strftime("%d-%m-%Y") if day else ""


def as_date(value: date | str | None) -> date | None:
    """A date of a raw query: SQLite hands it over as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def dates_of(texts: pl.Series, kinds: pl.Series) -> pl.DataFrame:
    """Dates of a column, once per distinct text: frame with the text, the kind, `read` and `swapped`."""
    distinct = pl.DataFrame({"text": texts, "kind": kinds}).unique()
    values = [read_date(text, kind) for text, kind in distinct.iter_rows()]
    return distinct.with_columns(
        read=pl.Series([value.read for value in values], dtype=pl.Date),
        swapped=pl.Series([value.swapped for value in values], dtype=pl.Date),
    )


def dates_beside(people: pl.DataFrame, name: str) -> pl.DataFrame:
    """`read` and `swapped` of a column of dates, row by row beside it."""
    narrow = people.select(text=name, kind=f"{name}_kind")
    dates = dates_of(narrow["text"], narrow["kind"])
    return narrow.join(dates, on=["text", "kind"], how="left", maintain_order="left")


def read_date(text: str, kind: str = TEXT) -> DateRead:
    """A date in the many forms of lists: real dates, day numbers of a spreadsheet, "12/05/80", "12 Mei
    1980", "19800512".

    Nothing else is guessed: a text that is no date gives (None, None). Two-digit years up to 30 are 20xx.
    """
    if not text:
        return DateRead(None, None)
    if kind == NUMBER or _SERIAL.fullmatch(text):
        return _from_number(text)
    lowered = re.sub(r"[a-z]+", lambda word: f" {_MONTHS.get(word[0], word[0])} ", text.lower())
    match = _THREE_PARTS.search(lowered)
    if match:
        return _from_parts(match[1], match[2], match[3])
    match = _EIGHT_DIGITS.search(text)
    return _from_eight_digits(match[1]) if match else DateRead(None, None)


def read_rupiah(text: str) -> int | None:
    """An amount in whole rupiah ("Rp 2.800.000", "2,800,000.00", "2800000.0"); None when it is no such
    amount.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    digits = re.sub(r"\s", "", match[1]).rstrip(".,")
    digits = re.sub(r"[.,]\d{1,2}$", "", digits)
    if not re.fullmatch(r"\d+|\d{1,3}([.,]\d{3})+", digits):
        return None
    return int(re.sub(r"[.,]", "", digits))


def read_sex(text: str) -> str:
    """ "L" or "P", "" when the text says neither ("Laki-laki", "PR", "Wanita", "1")."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    if letters in {"L", "LK", "LAKI", "LAKILAKI", "PRIA", "M", "LELAKI", "1"}:
        return "L"
    return "P" if letters in {"P", "PR", "PEREMPUAN", "WANITA", "F", "W", "2"} else ""


def once(texts: pl.Series, read: Any, dtype: Any) -> pl.Series:
    """`read` applied to a column, once per distinct text."""
    distinct = texts.unique()
    values = pl.Series([read(text) for text in distinct], dtype=dtype)
    return texts.to_frame("text").join(
        pl.DataFrame({"text": distinct, "value": values}), on="text", how="left", maintain_order="left"
    )["value"]


def exchanged(day: date) -> date | None:
    """The date with day and month exchanged, if there is one."""
    try:
        return date(day.year, day.day, day.month)
    except ValueError:
        return None


def _kind(cell: object) -> str:
    if isinstance(cell, list):
        return DATE
    return TEXT if isinstance(cell, str) or cell is None else NUMBER


def _nik_parts() -> Sequence[pl.Expr]:
    nik = pl.when(pl.col("nik_whole")).then(pl.col("nik_clean"))
    day = nik.str.slice(6, 2).cast(pl.Int32, strict=False)
    year = nik.str.slice(10, 2).cast(pl.Int32, strict=False)
    born_day = pl.when(day > 40).then(day - 40).otherwise(day)
    full_year = pl.when(year <= 30).then(year + 2000).otherwise(year + 1900)
    text = pl.format("{}-{}-{}", full_year, nik.str.slice(8, 2), born_day.cast(pl.String).str.zfill(2))
    area = pl.format("{}.{}.{}", nik.str.slice(0, 2), nik.str.slice(2, 2), nik.str.slice(4, 2))
    return (
        text.str.to_date("%Y-%m-%d", strict=False).alias("nik_birth"),
        pl.when(day > 40).then(pl.lit("P")).when(day.is_not_null()).then(pl.lit("L")).alias("nik_sex"),
        area.alias("nik_area"),
    )


def _from_number(text: str) -> DateRead:
    number = int(float(text)) if re.fullmatch(r"\d+(\.\d+)?", text) else 0
    if number in _SERIALS:
        day = _EXCEL_DAY_ZERO + timedelta(days=number)
        return DateRead(day, exchanged(day))
    digits = str(number)
    return _from_eight_digits(digits) if len(digits) in {7, 8} else DateRead(None, None)


def _from_eight_digits(digits: str) -> DateRead:
    """ "19800512", or "12051980" whose leading zero may be lost."""
    padded = digits.zfill(8)
    if padded[:2] in {"19", "20"} and len(digits) == 8 and 1 <= int(padded[4:6]) <= 12:
        return _from_parts(padded[:4], padded[4:6], padded[6:])
    return _from_parts(padded[:2], padded[2:4], padded[4:])


def _from_parts(first: str, second: str, third: str) -> DateRead:
    if len(first) > 2:
        year, month, day = _year(first), int(second), int(third)
    else:
        year, month, day = _year(third), int(second), int(first)
    return DateRead(_date(year, month, day), _date(year, day, month))


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year <= 30 else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
