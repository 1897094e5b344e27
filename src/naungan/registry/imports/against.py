"""Checks of a list against the registry: known people, the deceased, other rolls. A few queries, however
long the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.law import months
from naungan.registry.bulk import rows_by_keys
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.imports import places
from naungan.registry.imports.columns import as_date, name_key, sound_nik
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.words import Hit, weighed

_PEOPLE = """
SELECT p.nik, s.id, s.nik, s.name, s.birth_on, s.sex, s.domicile_id, s.deceased_on, s.address, s.mother_name,
    s.kpj, s.phone
FROM registry_person p JOIN registry_person s ON s.id = COALESCE(p.merged_into_id, p.id)
WHERE p.nik {keys}
"""
_SPELLS = """
SELECT m.person_id, m.id, m.roll_id, m.first_month, m.last_month, m.end_cause, r.programmes, y.code, y.name,
    y.area_id, r.segment
FROM registry_membership m
JOIN registry_roll r ON r.id = m.roll_id
JOIN registry_registration g ON g.id = r.registration_id
JOIN registry_payer y ON y.id = g.payer_id
WHERE m.person_id {keys} AND m.first_month <= %s AND (m.last_month >= %s OR m.end_cause = 'UNDONE')
"""
_OWNERS = "SELECT kpj, COALESCE(merged_into_id, id) FROM registry_person WHERE kpj {keys} AND kpj <> ''"
# numbers asked for at a time, so that a list of a million holds its answers as columns only
_KEYS = 100_000
_KNOWN = {
    "nik_clean": pl.String,
    "person_id": pl.Int64,
    "known_nik": pl.String,
    "known_name": pl.String,
    "known_birth": pl.Date,
    "known_sex": pl.String,
    "known_domicile": pl.String,
    "known_deceased": pl.Date,
    "known_address": pl.String,
    "known_mother": pl.String,
    "known_kpj": pl.String,
    "known_phone": pl.String,
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A membership that touches the months of the list, with who pays it."""

    membership_id: int
    roll_id: int
    first_month: int
    last_month: int
    end_cause: str
    programmes: frozenset[str]
    payer_code: str
    payer_name: str
    payer_area: str
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry knows of a list: the frame with `person_id` and `known_*`, and the spells of known
    people.
    """

    people: pl.DataFrame
    spells: dict[int, list[Spell]]


def looked_up(people: pl.DataFrame, options: RollOptions, area: Area) -> Registry:
    """Join what the registry knows to the people of a list, with domicile and occupation."""
    niks = people.filter(pl.col("nik_whole") & ~pl.col("nik_number"))["nik_clean"].unique()
    niks = niks.sort()  # in the order of the index, whose pages are then read once
    known = pl.concat([_known(niks.slice(start, _KEYS)) for start in range(0, niks.len() or 1, _KEYS)])
    people = people.join(known, on="nik_clean", how="left", maintain_order="left")
    people = people.join(
        places.domiciles(people, area),
        on=["village", "district", "regency"],
        how="left",
        maintain_order="left",
    )
    people = people.join(
        places.occupation_codes(people["occupation"]), on="occupation", how="left", maintain_order="left"
    )
    ids = known["person_id"].unique().to_list()
    return Registry(people, _spells_of(ids, options))


def _spells_of(ids: list[int], options: RollOptions) -> dict[int, list[Spell]]:
    """Memberships of people that touch the list's months, their merged records' among them."""
    spells: dict[int, list[Spell]] = {}
    owners = standing_for(ids)
    records = [*ids, *owners] if ids else []
    programmes: dict[str, frozenset[str]] = {}
    for start in range(0, len(records), _KEYS):
        some = records[start : start + _KEYS]
        for record, *spell in rows_by_keys(_SPELLS, some, options.last_month, options.first_month):
            spell[5] = programmes.setdefault(spell[5], frozenset(spell[5].split(",")))
            spells.setdefault(owners.get(record, record), []).append(Spell(*spell))
    return spells


def registry_hits(
    registry: Registry,
    options: RollOptions,
    area: Area,
    scope: Scope,
    family: frozenset[int],
    *,
    purpose: str = "new",
) -> list[Hit]:
    """All hits of the checks that need the registry."""
    people = registry.people
    found = [
        *deceased(people, options),
        *named_otherwise(people, scope),
        *on_another_roll(registry, options, scope, family),
        *earning_elsewhere(registry, options, family),
        *same_person_twice(people),
        *area_of_another(people, area),
        *former_area(people, area),
        *unknown_district_in_nik(people),
        *unknown_area(people, area),
        *other_domicile(people),
        *unknown_occupation(people, options),
        *number_of_another(people),
    ]
    return weighed(found, options.segment, purpose)


def deceased(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """Somebody who died before the list ends cannot be on it; a list of months before the death can be
    recorded late.
    """
    last = months.last_day(options.last_month)
    wrong = people.filter(pl.col("known_deceased") <= last)
    return [Hit(row, "person.deceased", "nik", text) for row, text in wrong.select("row", "nik").iter_rows()]


def named_otherwise(people: pl.DataFrame, scope: Scope) -> list[Hit]:
    """A known NIK under another name: told, not blocked; the known name is shown only to whom it may be
    shown.
    """
    known = people.filter(pl.col("person_id").is_not_null() & (pl.col("name_key") != ""))
    other = known.filter(name_key(pl.col("known_name")) != pl.col("name_key"))
    return [
        Hit(row, "name.differs", "name", text, _known_as(name, scope.holds_area(domicile)))
        for row, text, name, domicile in other.select(
            "row", "name", "known_name", "known_domicile"
        ).iter_rows()
    ]


def on_another_roll(
    registry: Registry, options: RollOptions, scope: Scope, family: frozenset[int]
) -> list[Hit]:
    """Nobody is paid for twice: the same programme in the same months by another roll, whoever pays that."""
    hits = []
    known = registry.people.filter(pl.col("person_id").is_in(list(registry.spells)))
    for row, text, person_id in known.select("row", "nik", "person_id").iter_rows():
        for spell in registry.spells[person_id]:
            shared = spell.programmes & options.programmes
            if not _touches(spell, options, family) or not shared or _lawful_second(spell, options):
                continue
            # an employer's duty goes before aid: the other list yields (registry.duplicates), this row stays
            yields = options.shares_workers and options.segment == "PU" and spell.segment == "BPU"
            code = "programme.other_yields" if yields else "programme.on_another_roll"
            hits.append(Hit(row, code, "nik", text, _whose(spell, shared, scope)))
            break
    return hits


def earning_elsewhere(registry: Registry, options: RollOptions, family: frozenset[int]) -> list[Hit]:
    """Wage earners of another payer: on a list of own-account workers, or with a second employer, who bills
    by the wage that he pays himself (which is lawful).
    """
    hits = []
    known = registry.people.filter(pl.col("person_id").is_in(list(registry.spells)))
    for row, text, person_id in known.select("row", "nik", "person_id").iter_rows():
        spells = (spell for spell in registry.spells[person_id] if _touches(spell, options, family))
        spell = next((spell for spell in spells if spell.segment == "PU"), None)
        if spell is None or (options.segment == "PU" and not _lawful_second(spell, options)):
            continue
        code = "employer.second" if options.segment == "PU" else "wage_earner.elsewhere"
        hits.append(Hit(row, code, "nik", text, {"months": _span(spell)}))
    return hits


def number_of_another(people: pl.DataFrame) -> list[Hit]:
    """A number of the agency that the registry has with another person."""
    shaped = people.filter(pl.col("kpj").str.contains(r"^\d{11}$"))
    numbers = shaped["kpj"].unique().to_list()
    if not numbers:
        return []
    owners = pl.DataFrame(
        rows_by_keys(_OWNERS, numbers), schema={"kpj": pl.String, "owner": pl.Int64}, orient="row"
    )
    other = pl.col("person_id").is_null() | (pl.col("person_id") != pl.col("owner"))
    wrong = shaped.join(owners, on="kpj", how="inner", maintain_order="left").filter(other)
    return [
        Hit(row, "kpj.of_another", "kpj", text)
        for row, text in wrong.unique("row", maintain_order=True).select("row", "kpj").iter_rows()
    ]


def same_person_twice(people: pl.DataFrame) -> list[Hit]:
    """Two NIKs of the list that were merged into one person: the first stays."""
    known = people.filter(pl.col("person_id").is_not_null())
    twice = known.filter(pl.struct("person_id", "nik_clean").is_first_distinct()).filter(
        ~pl.col("person_id").is_first_distinct()
    )
    lines = dict(known.unique("person_id", keep="first").select("person_id", "line").iter_rows())
    return [
        Hit(row, "nik.repeated", "nik", text, {"variant": "agree", "line": lines[person]})
        for row, text, person in twice.select("row", "nik", "person_id").iter_rows()
    ]


def area_of_another(people: pl.DataFrame, area: Area) -> list[Hit]:
    """The area in the NIK, or the one written in the row, is not the list's: people move, so this only
    informs.
    """
    prefixes = places.accepted_nik_prefixes(area.code)
    whole = pl.col("nik_whole") & ~pl.col("nik_number")
    away = pl.any_horizontal(pl.col("nik_area").str.starts_with(prefix) for prefix in prefixes).not_()
    outside = pl.col("place_note") == places.OUTSIDE
    wrong = people.filter((whole & away) | outside).with_columns(
        found=pl.when(outside)
        .then(pl.concat_str(["village", "district", "regency"], separator=" ").str.strip_chars())
        .otherwise(pl.col("nik")),
        at=pl.when(outside).then(pl.lit("village")).otherwise(pl.lit("nik")),
    )
    given = {"area": f"{area.name} ({area.code})"}
    return [
        Hit(row, "area.differs", at, text, given)
        for row, at, text in wrong.select("row", "at", "found").iter_rows()
    ]


def former_area(people: pl.DataFrame, area: Area) -> list[Hit]:
    """A NIK with a code from before the area was split off: it stays in force, so this is only a note."""
    own, *former = places.accepted_nik_prefixes(area.code)
    if not former:
        return []
    whole = pl.col("nik_whole") & ~pl.col("nik_number") & ~pl.col("nik_area").str.starts_with(own)
    older = pl.any_horizontal(pl.col("nik_area").str.starts_with(code) for code in former)
    given = {"area": f"{area.name} ({area.code})"}
    wrong = people.filter(whole & older)
    return [
        Hit(row, "area.former", "nik", text, given) for row, text in wrong.select("row", "nik").iter_rows()
    ]


def unknown_district_in_nik(people: pl.DataFrame) -> list[Hit]:
    """A district code that neither is nor was: looked at among the districts of known regencies only."""
    codes = people.filter(sound_nik())["nik_area"].unique().to_list()
    unknown = places.unknown_districts(codes)
    wrong = people.filter(sound_nik() & pl.col("nik_area").is_in(sorted(unknown)))
    return [
        Hit(row, "nik.area_unknown", "nik", text, {"area": code})
        for row, text, code in wrong.select("row", "nik", "nik_area").iter_rows()
    ]


def unknown_area(people: pl.DataFrame, area: Area) -> list[Hit]:
    """A village, district or regency without a known name: the domicile stays at the sure area above."""
    wrong = people.filter(pl.col("place_note").is_in([places.UNKNOWN, places.NO_DISTRICT]))
    names = dict(
        Area.objects.filter(code__in=wrong["domicile"].unique().to_list()).values_list("code", "name")
    )
    return [
        Hit(
            row,
            "district.outside" if note == places.NO_DISTRICT else "area.unknown",
            "district" if note == places.NO_DISTRICT else _place_field(village, district),
            " / ".join(filter(None, (village, district, regency))),
            {"area": names.get(domicile, area.name)},
        )
        for row, village, district, regency, domicile, note in wrong.select(
            "row", "village", "district", "regency", "domicile", "place_note"
        ).iter_rows()
    ]


def other_domicile(people: pl.DataFrame) -> list[Hit]:
    """A known person who lives elsewhere by the registry: moving is recorded, not guessed from a list."""
    known = people.filter(
        pl.col("person_id").is_not_null() & (pl.col("known_domicile") != pl.col("domicile"))
    )
    return [
        Hit(
            row,
            "domicile.differs",
            _place_field(village, district),
            " / ".join(filter(None, (village, district))),
        )
        for row, village, district, there, here in known.select(
            "row", "village", "district", "known_domicile", "domicile"
        ).iter_rows()
        if not (there.startswith(here + ".") or here.startswith(there + "."))
    ]


def unknown_occupation(people: pl.DataFrame, options: RollOptions) -> list[Hit]:
    """An occupation that no synonym names counts as the list's group; wage earners' job titles are not asked
    about.
    """
    if options.segment != "BPU":
        return []
    wrong = people.filter(pl.col("occupation_code").is_null() & (pl.col("occupation") != ""))
    return [
        Hit(row, "occupation.unknown", "occupation", text, {"group": options.group})
        for row, text in wrong.select("row", "occupation").iter_rows()
    ]


def _known_as(name: str, visible: bool) -> dict[str, Any]:  # noqa: FBT001
    return {"variant": "shown", "name": name} if visible else {"variant": "hidden"}


def _touches(spell: Spell, options: RollOptions, family: frozenset[int]) -> bool:
    """Whether a membership on a list apart from these runs in the list's months."""
    return spell.roll_id not in family and spell.last_month >= options.first_month


def _lawful_second(spell: Spell, options: RollOptions) -> bool:
    """A second employer who says so, each by the wage that he pays: lawful, whatever programmes they share."""
    both = spell.segment == options.segment == "PU" and spell.payer_code != options.payer_code
    return options.shares_workers and both


def _span(spell: Spell) -> str:
    return f"{months.format_month(spell.first_month)}–{months.format_month(spell.last_month)}"


def _whose(spell: Spell, shared: Iterable[str], scope: Scope) -> dict[str, Any]:
    visible = scope.holds_payer(spell.payer_code, spell.payer_area)
    return {
        "variant": "shown" if visible else "hidden",
        "payer": f"{spell.payer_name} ({spell.payer_code})" if visible else "",
        "programmes": ", ".join(sorted(shared)),
        "months": _span(spell),
    }


def _place_field(village: str, district: str) -> str:
    if village:
        return "village"
    return "district" if district else "regency"


def _known(niks: pl.Series) -> pl.DataFrame:
    """What the registry knows of some numbers."""
    rows = (_with_dates(row) for row in rows_by_keys(_PEOPLE, niks.to_list())) if niks.len() else ()
    return pl.DataFrame(list(rows), schema=_KNOWN, orient="row")


def _with_dates(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:4], as_date(row[4]), *row[5:7], as_date(row[7]), *row[8:])
