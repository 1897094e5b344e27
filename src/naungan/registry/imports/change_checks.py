"""Checks of a file of changes, and what its sound rows would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.law import months
from naungan.registry.bulk import rows_by_keys
from naungan.registry.imports.change_writes import Correction, Ending, Planned, Wage
from naungan.registry.imports.columns import day_text, read_date, read_rupiah
from naungan.registry.imports.headers import normal
from naungan.registry.imports.options import MAX_AMOUNT_RP
from naungan.registry.imports.source import Source
from naungan.registry.imports.words import Hit, weighed
from naungan.registry.models import Membership, MembershipTerms, Payer, Person, Registration, Roll
from naungan.registry.queries import binding_q

Row = dict[str, Any]
_NIK, _KPJ = re.compile(r"\d{16}"), re.compile(r"\d{11}")
_PHONE = re.compile(r"(\+?62|0)\d{8,13}")
_TITLE = re.compile(r"\b(H|HJ|DRS|DRA|DR|IR|HI|ALM|ALMH)\b")
_MONTH = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. ]?\s*(\d{1,2})(?:\s*[-/. ]\s*\d{1,2})?")
Cause = Membership.EndCause
# The words of causes, in normal form. "KEMATIAN" and the like are refused with the way to record a death.
CAUSES: dict[str, str] = {
    "PINDAH": Cause.MOVED, "MUTASI": Cause.MOVED, "PINDAH DOMISILI": Cause.MOVED, "PINDAH KERJA": Cause.MOVED,
    "PENERIMA UPAH": Cause.WAGE_EARNER, "MENJADI PENERIMA UPAH": Cause.WAGE_EARNER,
    "PENSIUN": Cause.AGE, "USIA": Cause.AGE, "BATAS USIA": Cause.AGE, "USIA PENSIUN": Cause.AGE,
    "GANDA": Cause.DUPLICATE, "DATA GANDA": Cause.DUPLICATE, "KEPESERTAAN GANDA": Cause.DUPLICATE,
    "MENGUNDURKAN DIRI": Cause.OTHER, "RESIGN": Cause.OTHER, "BERHENTI": Cause.OTHER, "PHK": Cause.OTHER,
    "PEMUTUSAN HUBUNGAN KERJA": Cause.OTHER, "KONTRAK BERAKHIR": Cause.OTHER, "HABIS KONTRAK": Cause.OTHER,
    "LAINNYA": Cause.OTHER, "LAIN LAIN": Cause.OTHER,
}  # fmt: skip
_DEATHS = re.compile(r"\b(MENINGGAL|WAFAT|KEMATIAN|MATI|TEWAS|ALMARHUM)\b")
# file's field to the person's
CORRECTED = {"address": "address", "phone": "phone", "mother": "mother_name", "kpj": "kpj"}


@dataclass(frozen=True, slots=True)
class Seen:
    """All hits of a file, and what its sound rows would do."""

    hits: list[Hit]
    plan: list[Planned]


@dataclass(frozen=True, slots=True)
class Members:
    """The payer's members that a file may mean: people by number, memberships and terms by person."""

    by_nik: dict[str, Person]
    by_kpj: dict[str, list[Person]]
    spells: dict[int, list[Membership]]
    terms: dict[int, list[MembershipTerms]]


def check(source: Source, payer: Payer, roll: Roll | None, actor: Actor) -> Seen:
    """Check every row by itself and by the registry. Inside a transaction."""
    rows = [{**row, "row": at} for at, row in enumerate(source.people.iter_rows(named=True))]
    members = _members(rows, payer, roll)
    found: list[tuple[Row, Person]] = []
    hits: list[Hit] = []
    for row in rows:
        person = _person_of(row, members, payer)
        if isinstance(person, Hit):
            hits.append(person)
            continue
        hits += _identity(row, person)
        found.append((row, person))
    judged = _JUDGES[source.purpose](found, members, payer, actor)
    hits = weighed([*hits, *judged.hits], "", source.purpose)
    out = {hit.row for hit in hits if hit.blocking}
    return Seen(hits, [one for one in judged.plan if one.row not in out])


def _members(rows: Iterable[Row], payer: Payer, roll: Roll | None) -> Members:
    numbers = {number for row in rows for number in _numbers(row)}
    niks = [one for one in numbers if len(one) == 16]
    kpjs = [one for one in numbers if len(one) == 11]
    ids = [row[0] for row in rows_by_keys(_BY_NIK, niks)] if niks else []
    ids += [row[0] for row in rows_by_keys(_BY_KPJ, kpjs)] if kpjs else []
    wanted = Membership.objects.filter(binding_q("roll__"), roll__registration__payer=payer)
    wanted = wanted.exclude(end_cause=Cause.UNDONE)
    wanted = wanted.filter(roll=roll) if roll else wanted
    spells: dict[int, list[Membership]] = {}
    terms: dict[int, list[MembershipTerms]] = {}
    people: dict[int, Person] = {}
    for start in range(0, len(ids), 900):
        chunk = ids[start : start + 900]
        people |= Person.objects.in_bulk(chunk)
        for spell in wanted.filter(person_id__in=chunk).select_related("roll").order_by("first_month", "pk"):
            spells.setdefault(spell.person_id, []).append(spell)
        mine = MembershipTerms.objects.filter(membership__in=wanted.filter(person_id__in=chunk))
        for one in mine.order_by("from_month"):
            terms.setdefault(one.membership_id, []).append(one)
    return _by_number(people, spells, terms, niks)


_BY_NIK = "SELECT COALESCE(merged_into_id, id) FROM registry_person WHERE nik {keys}"
_BY_KPJ = "SELECT COALESCE(merged_into_id, id) FROM registry_person WHERE kpj {keys} AND kpj <> ''"


def _by_number(
    people: dict[int, Person],
    spells: dict[int, list[Membership]],
    terms: dict[int, list[MembershipTerms]],
    niks: Sequence[str],
) -> Members:
    by_kpj: dict[str, list[Person]] = {}
    for person in people.values():
        if person.kpj:
            by_kpj.setdefault(person.kpj, []).append(person)
    by_nik = {person.nik: person for person in people.values()}
    aliases = (
        Person.objects.filter(nik__in=niks[:900])
        .exclude(merged_into=None)
        .annotate(whole=F("merged_into_id"))
    )
    by_nik |= {alias.nik: people[alias.whole] for alias in aliases if alias.whole in people}
    return Members(by_nik, by_kpj, spells, terms)


def _numbers(row: Row) -> list[str]:
    """NIK and KPJ of a row, whichever column holds which."""
    cells = (re.sub(r"[\s.\-']", "", row[name]) for name in ("nik", "kpj"))
    return [cell for cell in cells if _NIK.fullmatch(cell) or _KPJ.fullmatch(cell)]


def _person_of(row: Row, members: Members, payer: Payer) -> Person | Hit:
    """Who a row means: a member of the payer; who is none is unknown here, whatever else the registry knows."""
    numbers = _numbers(row)
    if not numbers:
        return Hit(row["row"], "kpj.shape", "nik", row["nik"] or row["kpj"])
    shown = row["nik"] or row["kpj"]
    found = {
        person.pk: person
        for number in numbers
        for person in (
            [members.by_nik[number]] if number in members.by_nik else members.by_kpj.get(number, [])
        )
        if person.pk in members.spells
    }
    if not found:
        return Hit(row["row"], "member.unknown", "nik", shown, {"payer": payer.name})
    if len(found) > 1:
        return Hit(row["row"], "kpj.ambiguous", "nik", shown)
    return next(iter(found.values()))


def _identity(row: Row, person: Person) -> list[Hit]:
    hits = []
    if row["name"] and _key(row["name"]) != _key(person.name):
        hits.append(Hit(row["row"], "member.name_differs", "name", row["name"]))
    born = read_date(row["birth"], row["birth_kind"])
    if born.read and person.birth_on and person.birth_on not in {born.read, born.swapped}:
        hits.append(Hit(row["row"], "member.birth_differs", "birth", row["birth"]))
    return hits


def _key(name: str) -> str:
    plain = re.sub(r"[^A-Z0-9 ]", " ", name.upper().split(",")[0])
    return " ".join(_TITLE.sub(" ", plain).split())


def _inactive(found: list[tuple[Row, Person]], members: Members, _payer: Payer, _actor: Actor) -> Seen:
    hits: list[Hit] = []
    plan: list[Planned] = []
    first_row: dict[int, int] = {}
    today = timezone.localdate()
    for row, person in found:
        at = row["row"]
        if person.pk in first_row:
            hits.append(Hit(at, "row.repeated", "nik", row["nik"], {"line": first_row[person.pk]}))
            continue
        first_row[person.pk] = row["line"]
        cause = CAUSES.get(normal(row["cause"]))
        on = read_date(row["event"], row["event_kind"]).read
        if _DEATHS.search(normal(row["cause"])):
            hits.append(Hit(at, "end.death", "cause", row["cause"]))
            continue
        if cause is None:
            known = ", ".join(sorted(word.capitalize() for word in CAUSES))
            hits.append(Hit(at, "end.cause_unknown", "cause", row["cause"], {"known": known}))
        if on is None:
            hits.append(Hit(at, "end.date_unreadable", "event", row["event"]))
        if cause is None or on is None:
            continue
        if on > today:
            hits.append(Hit(at, "end.ahead", "event", row["event"]))
        ending = _ending(row, members.spells[person.pk], cause, on)
        (plan if isinstance(ending, Ending) else hits).append(ending)  # type: ignore[arg-type]
    return Seen(hits, plan)


def _ending(row: Row, spells: list[Membership], cause: str, on: date) -> Ending | Hit:
    """The memberships that still run after the month of the event; they end with it."""
    month = months.of(on)
    first = min(spell.first_month for spell in spells)
    if month < first:
        given = {"first": day_text(months.first_day(first))}
        return Hit(row["row"], "end.before_start", "event", row["event"], given)
    running = tuple(
        (spell.pk, spell.first_month, spell.last_month, spell.end_cause, spell.ended_on)
        for spell in spells
        if spell.last_month > month
    )
    if not running:
        return Hit(row["row"], "end.unchanged", "event", row["event"])
    return Ending(row["row"], running, month, cause, on)


def _wages(found: list[tuple[Row, Person]], members: Members, payer: Payer, _actor: Actor) -> Seen:
    hits: list[Hit] = []
    plan: list[Planned] = []
    seen: dict[tuple[int, int], int] = {}
    npps = {
        number
        for number in Registration.objects.filter(payer=payer).values_list("number", flat=True)
        if number
    }
    for row, person in found:
        at, month, amount = row["row"], read_month(row["month"], row["month_kind"]), read_rupiah(row["wage"])
        if npps and row["npp"] and row["npp"].strip() not in npps:
            hits.append(Hit(at, "npp.differs", "npp", row["npp"], {"npp": ", ".join(sorted(npps))}))
        if read_rupiah(row["back_pay"] or "0"):
            hits.append(Hit(at, "rapel.not_billed", "back_pay", row["back_pay"]))
        if month is None:
            hits.append(Hit(at, "blth.unreadable", "month", row["month"]))
        if amount is None or not 0 < amount <= MAX_AMOUNT_RP:
            hits.append(Hit(at, "wage.unreadable" if row["wage"] else "wage.missing", "wage", row["wage"]))
            continue
        if month is None:
            continue
        if (person.pk, month) in seen:
            hits.append(Hit(at, "row.repeated", "nik", row["nik"], {"line": seen[person.pk, month]}))
            continue
        seen[person.pk, month] = row["line"]
        judged = _wage(row, members, person, month, amount)
        hits += judged.hits
        plan += judged.plan
    return Seen(hits, plan)


def _wage(row: Row, members: Members, person: Person, month: int, amount: int) -> Seen:
    running = [s for s in members.spells[person.pk] if s.first_month <= month <= s.last_month]
    running.sort(key=lambda spell: spell.roll.segment != "PU")
    past = [t for t in members.terms.get(running[0].pk, []) if t.from_month <= month] if running else []
    if not past:
        return Seen([Hit(row["row"], "blth.outside", "month", row["month"])], [])
    if past[-1].amount_rp == amount:
        return Seen([Hit(row["row"], "wage.unchanged", "wage", row["wage"])], [])
    told = []
    if month < months.of(timezone.localdate()):
        told.append(Hit(row["row"], "wage.back_dated", "month", row["month"]))
    return Seen(told, [Wage(row["row"], past[-1], month, amount)])


def _corrections(found: list[tuple[Row, Person]], _members: Members, _payer: Payer, actor: Actor) -> Seen:
    hits: list[Hit] = []
    plan: list[Planned] = []
    first_row: dict[int, int] = {}
    for row, person in found:
        at = row["row"]
        if person.pk in first_row:
            hits.append(Hit(at, "row.repeated", "nik", row["nik"], {"line": first_row[person.pk]}))
            continue
        first_row[person.pk] = row["line"]
        if not actor.scope.holds_area(person.domicile_id):
            hits.append(Hit(at, "correction.out_of_scope", "nik", row["nik"]))
            continue
        judged = _correction(row, person)
        hits += judged.hits
        plan += judged.plan
    return Seen(hits, plan)


def _correction(row: Row, person: Person) -> Seen:
    """The fields that a row changes; an empty cell leaves what is there."""
    hits = []
    given = {name: " ".join(row[name].split())[:150] for name in CORRECTED}
    given["phone"] = re.sub(r"[\s.\-()']", "", given["phone"])
    # the number that names the person is no correction of it
    given["kpj"] = "" if row["kpj"] == row["nik"] else re.sub(r"[\s.\-']", "", given["kpj"])
    if given["phone"] and not _PHONE.fullmatch(given["phone"]):
        hits.append(Hit(row["row"], "phone.shape", "phone", row["phone"]))
        given["phone"] = ""
    if given["kpj"] and not _KPJ.fullmatch(given["kpj"]):
        hits.append(Hit(row["row"], "kpj.shape", "kpj", row["kpj"]))
    elif given["kpj"] and Person.objects.filter(kpj=given["kpj"]).exclude(pk=person.pk).exists():
        hits.append(Hit(row["row"], "kpj.of_another", "kpj", row["kpj"]))
    after = {
        own: given[name]
        for name, own in CORRECTED.items()
        if given[name] and given[name] != getattr(person, own)
    }
    if not after:
        return Seen([*hits, Hit(row["row"], "correction.nothing", "nik", row["nik"])], [])
    before = {own: getattr(person, own) for own in after}
    return Seen(hits, [Correction(row["row"], person.pk, before, after)])


_JUDGES = {"inactive": _inactive, "wages": _wages, "corrections": _corrections}


def read_month(text: str, kind: str = "t") -> int | None:
    """A month in the forms of lists: "03-2021", "2021-03", "202103", a date, "Maret 2021"; None for none."""
    text = text.strip()
    for pattern, year_at in ((_MONTH, 2), (_YEAR_FIRST, 1)):
        match = pattern.fullmatch(text)
        if match and 1 <= int(match[3 - year_at]) <= 12 and 1990 <= int(match[year_at]) <= 2100:
            return int(match[year_at]) * 12 + int(match[3 - year_at]) - 1
    day = read_date(text if kind != "t" or any(map(str.isdigit, text[:2])) else f"1 {text}", kind).read
    return months.of(day) if day and 1990 <= day.year <= 2100 else None


def known_causes() -> list[str]:
    """Causes as templates offer them, in the words that the table reads back: never translated."""
    return ["Pindah", "Mengundurkan diri", "PHK", "Kontrak berakhir", "Pensiun", "Data ganda"]
