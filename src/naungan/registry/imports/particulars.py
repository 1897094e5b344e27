"""Checks of the smaller particulars of a row, as columns. What they find only informs."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl

from naungan.areas.queries import name_of
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.imports import columns
from naungan.registry.imports.columns import day_text, sound_nik
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.words import Hit
from naungan.registry.minimum_wages import minimum_wage

LONGEST_NAME = 150
SHARED_PHONES = 3
LIMIT = 65
_GARBLED = r"\x{FFFD}|Ã.|Â.|â€"
_TITLE = r"(?i)(^|\W)(S\.?\s?(PD|KOM|E|H|SOS|T|IP|AG|KEP|KM|PI)|M\.?\s?(PD|SI|M|H)|A\.?MD|DRS?|DRA|IR|HJ?)\.?(\W|$)"
_PHONE = r"^(\+?62|0)\d{8,13}$"
_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_CIVIL = r"(?i)\b(PNS|ASN|TNI|POLRI|PEGAWAI NEGERI|APARATUR SIPIL|TENTARA|POLISI)\b|(?i)\bPPPK\b"
_PART_TIME = r"(?i)PARUH"
_EMPLOYED = r"(?i)\b(KARYAWAN|KARYAWATI|PEGAWAI SWASTA|BURUH PABRIK|PEGAWAI BUMN|PEGAWAI BANK|SATPAM PT)\b"
_IDLE = r"(?i)\b(TIDAK BEKERJA|BELUM BEKERJA|PENGANGGURAN|PELAJAR|MAHASISWA|MAHASISWI|PENSIUNAN)\b"
Given = Mapping[str, Any]
_NO_PARTICULARS: Given = {}


def found_where(
    people: pl.DataFrame, code: str, name: str, wrong: pl.Expr, given: Given = _NO_PARTICULARS
) -> list[Hit]:
    """A hit for each row where the condition holds, at its cell of a field."""
    return [
        Hit(row, code, name, text, given)
        for row, text in people.filter(wrong).select("row", name).iter_rows()
    ]


def hits(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """All hits of the checks of this module."""
    found = [hit for check in CHECKS for hit in check(people)]
    found += age_limit_ahead(people, options)
    found += dates_outside(people, options)
    if options.segment in {"BPU", "PMI"}:
        found += occupations_of_others(people)
    else:
        found += unlikely_wages(people, options)
    return found


def names(people: pl.DataFrame) -> list[Hit]:
    """Names too long, with broken letters or titles; the mother's that is the worker's own."""
    mother = pl.col("mother").str.strip_chars().str.to_uppercase()
    own = (mother != "") & (mother == pl.col("name").str.strip_chars().str.to_uppercase())
    return [
        *found_where(people, "name.long", "name", pl.col("name").str.len_chars() > LONGEST_NAME),
        *found_where(people, "name.garbled", "name", pl.col("name").str.contains(_GARBLED)),
        *found_where(people, "name.title", "name", pl.col("sipp") & pl.col("name").str.contains(_TITLE)),
        *found_where(people, "mother.same_name", "mother", own),
    ]


def same_name_and_birth(people: pl.DataFrame) -> list[Hit]:
    """One person under two identity numbers: the later row is looked at."""
    sound = people.filter(sound_nik() & (pl.col("name_key") != "") & pl.col("born_on").is_not_null())
    key = ["name_key", "born_on"]
    twice = sound.filter((pl.len().over(key) > 1) & ~pl.struct("nik_clean", *key).is_duplicated())
    lines = twice.with_columns(first=pl.col("line").first().over(key), place=pl.int_range(pl.len()).over(key))
    return [
        Hit(row, "person.same_name", "nik", text, {"line": first})
        for row, text, first in lines.filter(pl.col("place") > 0).select("row", "nik", "first").iter_rows()
    ]


def sex_and_birth_written(people: pl.DataFrame) -> list[Hit]:
    """Empty where SIPP asks for them; a sex that is neither."""
    sound = people.filter(sound_nik())
    unread = sound.filter((pl.col("sex") != "") & (pl.col("sex_read") == ""))
    return [
        *(
            Hit(row, "sex.unreadable", "sex", text, {"sex": sex})
            for row, text, sex in unread.select("row", "sex", "nik_sex").iter_rows()
        ),
        *found_where(sound, "sex.missing", "sex", pl.col("sipp") & (pl.col("sex") == "")),
        *found_where(sound, "birth_date.missing", "birth", pl.col("sipp") & (pl.col("birth") == "")),
    ]


def addresses(people: pl.DataFrame) -> list[Hit]:
    """No address where the list has a column for it; RT, RW and post codes that are none."""
    number = r"^[\s.0-9]{1,4}$"
    return [
        *found_where(people, "address.missing", "address", pl.col("has_address") & (pl.col("address") == "")),
        *found_where(
            people, "rt.unreadable", "rt", (pl.col("rt") != "") & ~pl.col("rt").str.contains(number)
        ),
        *found_where(
            people, "rt.unreadable", "rw", (pl.col("rw") != "") & ~pl.col("rw").str.contains(number)
        ),
        *found_where(people, "postcode.shape", "postcode", _misshapen("postcode", r"^\d{5}$")),
    ]


def contacts(people: pl.DataFrame) -> list[Hit]:
    """Telephones that are none or everybody's; addresses of mail; tax numbers."""
    plain = phone_number()
    shared = (plain != "") & plain.str.contains(_PHONE) & (plain.len().over(plain) > SHARED_PHONES)
    many = people.filter(shared).with_columns(shared_by=plain.len().over(plain))
    return [
        *found_where(people, "phone.shape", "phone", (pl.col("phone") != "") & ~plain.str.contains(_PHONE)),
        *(
            Hit(row, "phone.repeated", "phone", text, {"count": count})
            for row, text, count in many.select("row", "phone", "shared_by").iter_rows()
        ),
        *found_where(people, "email.shape", "email", _misshapen("email", _EMAIL)),
        *found_where(
            people,
            "npwp.shape",
            "npwp",
            (pl.col("npwp") != "")
            & ~pl.col("npwp").str.replace_all(r"[\s.\-]", "").str.contains(r"^\d{15,16}$"),
        ),
    ]


def identities(people: pl.DataFrame) -> list[Hit]:
    """Papers other than the identity card; the agency's number where it is not eleven digits or repeats."""
    kind = pl.col("identity_kind").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    ours = kind.is_in(["", "KTP", "EKTP", "KTPEL", "NIK", "1"])
    kpj = pl.col("kpj")
    shaped = kpj.str.contains(r"^\d{11}$")
    again = people.filter(shaped & (kpj.len().over(kpj) > 1)).with_columns(
        first=pl.col("line").first().over("kpj"), place=pl.int_range(pl.len()).over("kpj")
    )
    return [
        *found_where(people, "identity.not_ktp", "identity_kind", ~ours),
        *found_where(people, "kpj.shape", "kpj", (kpj != "") & ~shaped),
        *(
            Hit(row, "kpj.repeated", "kpj", text, {"line": first})
            for row, text, first in again.filter(pl.col("place") > 0)
            .select("row", "kpj", "first")
            .iter_rows()
        ),
    ]


CHECKS: tuple[Callable[[pl.DataFrame], list[Hit]], ...] = (
    names,
    same_name_and_birth,
    sex_and_birth_written,
    addresses,
    contacts,
    identities,
)


def age_limit_ahead(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """Who is 64 on the first day and turns 65 before the list ends."""
    first, last = months.first_day(options.first_month), months.last_day(options.last_month)
    after, until = _years_before(first, LIMIT), _years_before(last, LIMIT)
    soon = people.filter(sound_nik() & (pl.col("born_on") > after) & (pl.col("born_on") <= until))
    return [
        Hit(row, "age.limit_ahead", "nik", text, {"on": _turns(born), "last": day_text(last)})
        for row, text, born in soon.select("row", "nik", "born_on").iter_rows()
    ]


def dates_outside(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """Dates of membership and contract that do not fit the list's months, or each other."""
    first, last = months.first_day(options.first_month), months.last_day(options.last_month)
    starts, ends = _dates(people, "work_start"), _dates(people, "contract_end")
    dated = people.with_columns(started=starts, ended=ends)
    registered = pl.col("registered_on").str.to_date("%Y-%m-%d", strict=False)
    order = dated.filter(pl.col("ended") < pl.col("started"))
    return [
        *found_where(
            dated, "registered.unreadable", "registered", (pl.col("registered") != "") & registered.is_null()
        ),
        *found_where(dated, "registered.outside", "registered", registered > last, {"last": day_text(last)}),
        *found_where(
            dated, "contract.ended", "contract_end", pl.col("ended") < first, {"on": day_text(first)}
        ),
        *(
            Hit(row, "contract.order", "contract_end", text, {"start": day_text(start)})
            for row, text, start in order.select("row", "contract_end", "started").iter_rows()
        ),
    ]


def occupations_of_others(people: pl.DataFrame) -> list[Hit]:
    """Civil servants, wage earners and people without work on a list of own-account workers."""
    work = pl.col("occupation")
    civil = work.str.contains(_CIVIL) & ~work.str.contains(_PART_TIME)
    return [
        *found_where(people, "occupation.civil_servant", "occupation", civil),
        *found_where(people, "occupation.wage_earner", "occupation", work.str.contains(_EMPLOYED)),
        *found_where(people, "occupation.not_working", "occupation", work.str.contains(_IDLE)),
    ]


def unlikely_wages(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """Wages below the province's minimum, or ten times above it, where the minimum is known."""
    area = options.area_code or options.payer_code
    minimum = minimum_wage(area, options.first_month)
    if minimum is None:
        return []
    given = {
        "minimum": numbers.rupiah(minimum),
        "area": name_of(area[:2]),
        "year": options.first_month // 12,
    }
    wage = pl.col("amount_rp")
    return [
        *found_where(people, "wage.below_minimum", "wage", wage < minimum, given),
        *found_where(people, "wage.too_high", "wage", wage > 10 * minimum, given),
    ]


def phone_number() -> pl.Expr:
    """A telephone number without spaces and signs."""
    return pl.col("phone").str.replace_all(r"[\s.\-()']", "")


def kept_phone() -> pl.Expr:
    """The number that is kept with a person: one that can be dialled, else ""."""
    return pl.when(phone_number().str.contains(_PHONE)).then(phone_number()).otherwise(pl.lit(""))


def _misshapen(name: str, shape: str) -> pl.Expr:
    return (pl.col(name) != "") & ~pl.col(name).str.contains(shape)


def _dates(people: pl.DataFrame, name: str) -> pl.Series:
    return columns.once(people[name], lambda text: columns.read_date(text).read, pl.Date)


def _years_before(day: date, years: int) -> date:
    year = day.year - years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _turns(born: date) -> str:
    year = born.year + LIMIT
    return day_text(date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1])))
