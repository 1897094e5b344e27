"""The half-yearly report on Presidential Instruction 2/2021: every area by every group, from the frozen months.

People are counted where they live, and so is what was paid for them: a contribution counts as paid when its
bill is whole, for only then does it protect. What no list and no base tells stays unknown.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache as once
from importlib import resources

import polars as pl
from django.core.cache import cache
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.areas.queries import children_of
from naungan.contributions.queries import Status, protection
from naungan.coverage.models import Indicator
from naungan.coverage.queries import POTENTIAL, CoverageRow, percent_hundredths, posted_months
from naungan.coverage.queries.counts import stamps
from naungan.evaluation.pack import Field, Figure, Missing, Pack, Part, Row, Table
from naungan.evaluation.queries.asking import BELOW, WIDTH_BELOW, Asked, asked_of
from naungan.evaluation.queries.cooperation import matrix_of
from naungan.evaluation.semesters import Semester
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.models import Group, PaidBy, Roll

INPRES = "INPRES"
OTHER = "lain"
ELSEWHERE = "tanpa-rincian"
_KEPT_FOR_S = 7 * 24 * 3600
"""The part of those whose domicile is not known as exactly as the parts are."""
NAMED = 3
"""How many rules and decrees of a group are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A group of the report: its name and the measure with its base, "" for none."""

    code: str
    name: str
    groups: tuple[str, ...]
    measure: str


@dataclass(frozen=True, slots=True)
class Count:
    """What the lists say of one group in one area. Money in whole rupiah; `rolls` are the lists themselves."""

    registered: int = 0
    active: int = 0
    paid: int = 0
    rolls: frozenset[int] = frozenset()


Counts = Mapping[tuple[str, str], Count]
"""By part of the area and group of the report; "" for the whole of either."""


@once
def told_groups() -> tuple[Told, ...]:
    """The groups that the report tells apart."""
    text = (resources.files("naungan.evaluation") / "data" / "inpres.toml").read_text(encoding="utf-8")
    return tuple(
        Told(one["code"], one["name"], tuple(one["groups"]), one["measure"])
        for one in tomllib.loads(text)["group"]
    )


def inpres_report(
    area: str,
    semester: Semester,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    scope: Scope,
) -> Pack:
    """The report of an area for a semester, with what was known at a moment.

    It tells people as of the last day of the newest posted month of the semester, or of `as_of` before it.
    Refused as `evaluation_pack`.
    """
    last = semester.last_day if as_of is None else min(semester.last_day, as_of)
    until = range(semester.months.start, months.of(last) + 1)
    posted = sorted(posted_months(until, known_at))
    day = min(months.last_day(posted[-1]), last) if posted else last
    asked = asked_of(area, as_of=day, known_at=known_at, scope=scope)
    counts = _counts(asked, posted) if posted else {}
    words = _Words(asked, counts)
    places = [(one.code, one.name) for one in children_of(area) if asked.depth < Area.Level.VILLAGE]
    if any(part == ELSEWHERE for part, _group in counts):
        places.append((ELSEWHERE, _("Domisili belum rinci")))
    parts = (
        _whole(asked, counts, words, semester, posted),
        *(_of_part(code, name, counts, words) for code, name in places),
    )
    return Pack(
        kind=INPRES,
        title=_("Laporan Inpres 2/2021 %(place)s, %(semester)s")
        % {"place": asked.place, "semester": semester.name},
        area=area,
        area_name=asked.place,
        as_of=day,
        known_at=known_at,
        since="",
        parts=parts,
        semester=str(semester),
    )


def flat_rows(report: Pack) -> list[Row]:
    """Every line of the report with its area before it: code, area, then the fields of `fields`."""
    return [
        (part.key if part.key != "whole" else report.area, part.title, *row)
        for part in report.parts
        for row in part.table("groups").rows
    ]


def fields() -> tuple[Field, ...]:
    """The columns of the report."""
    return (
        Field("group", _("Kelompok")),
        Field("eligible", _("Potensi"), "count"),
        Field("registered", _("Terdaftar"), "count"),
        Field("active", _("Aktif"), "count"),
        Field("share", _("Cakupan"), "percent"),
        Field("paid", _("Iuran dibayar"), "money"),
        Field("fund", _("Sumber dana")),
        Field("basis", _("Dasar hukum")),
        Field("on", _("Tanggal data"), "date"),
    )


class _Words:
    """Bases, funds and legal basis of each area and group."""

    def __init__(self, asked: Asked, counts: Counts) -> None:
        self.asked = asked
        self._bases = self._asked_bases()
        self._rolls = Roll.objects.in_bulk({roll for count in counts.values() for roll in count.rolls})
        self._rules = {
            (row.area, row.group): row.legal_basis.text for row in matrix_of(asked) if row.legal_basis.text
        }

    def base(self, part: str, measure: str) -> CoverageRow | None:
        """The row that holds the base of a measure in a part of the area ("" = the whole)."""
        return self._bases.get((part, measure))

    def fund(self, count: Count) -> str | None:
        """Who pays, and from which fund."""
        found = [self._rolls[roll] for roll in sorted(count.rolls) if roll in self._rolls]
        texts = []
        for roll in found:
            payer = str(PaidBy(roll.paid_by).label)
            own = roll.fund_source and roll.fund_source != roll.paid_by
            texts.append(f"{payer} ({roll.fund_source})" if own else payer)
        return "; ".join(dict.fromkeys(texts)) or None

    def basis(self, part: str, groups: Iterable[str], count: Count) -> str | None:
        """Regional rules and decrees behind the lists."""
        rules = [
            text
            for (area, group), text in self._rules.items()
            if group in groups and (not part or area == part)
        ]
        decrees = [self._rolls[roll].decree_number for roll in sorted(count.rolls) if roll in self._rolls]
        texts = list(dict.fromkeys(text for text in [*rules, *decrees] if text))
        if len(texts) > NAMED:
            more = _("dan %(count)s lainnya") % {"count": len(texts) - NAMED}
            texts = [*texts[:NAMED], more]
        return "; ".join(texts) or None

    def line(
        self, name: str, count: Count | None, part: str, measure: str = "", groups: Sequence[str] = ()
    ) -> Row:
        """A group in a part of the area; without any list all but its base is unknown."""
        base = self.base(part, measure)
        eligible = base.eligible if base else None
        day = self.asked.as_of.isoformat()
        if count is None:
            return (name, eligible, None, None, None, None, None, None, day if eligible else None)
        share = percent_hundredths(count.active, eligible)
        fund, basis = self.fund(count), self.basis(part, groups, count)
        return (name, eligible, count.registered, count.active, share, count.paid, fund, basis, day)

    def total(self, count: Count | None, part: str) -> Row:
        """The whole of a part: the coverage room's own share, which leaves out who is outside the measure."""
        base = self.base(part, POTENTIAL)
        if count is None or base is None:
            return self.line(_("Jumlah"), None, part, POTENTIAL)
        row = (base.eligible, count.registered, base.protected, base.percent_hundredths, count.paid)
        return (_("Jumlah"), *row, None, None, self.asked.as_of.isoformat())

    def _asked_bases(self) -> dict[tuple[str, str], CoverageRow]:
        known = set(Indicator.objects.values_list("code", flat=True))
        wanted = {told.measure for told in told_groups()} & known | {POTENTIAL}
        found = {}
        for measure in sorted(wanted):
            whole = self.asked.coverage(None, measure)
            for row in (*whole, *self.asked.coverage(BELOW[self.asked.depth], measure)):
                if row.is_computed:
                    found[row.key if row.key != self.asked.area else "", measure] = row
        return found


def _whole(asked: Asked, counts: Counts, words: _Words, semester: Semester, posted: Sequence[int]) -> Part:
    part = _of_part("whole", asked.place, counts, words)
    table = part.table("groups")
    total = dict(zip([field.key for field in table.fields], table.rows[-1], strict=True))
    missing = []
    left = [month for month in semester.months if month not in posted]
    if left:
        missing.append(
            Missing(
                _("Belum final: %(months)s. Iuran dan peserta bulan itu tidak ada dalam laporan.")
                % {"months": ", ".join(numbers.month(month) for month in left)},
                _("Finalkan pada halaman Bulan iuran, lalu buat laporan ini lagi."),
            )
        )
    share = total["share"]
    figures = (
        Figure("share", _("Cakupan kepesertaan"), share, "percent", semester.name, asked.source),
        Figure("active", _("Aktif"), total["active"], "count", _("orang berbeda"), asked.source),
        Figure("paid", _("Iuran dibayar"), total["paid"], "money", semester.name, asked.source),
    )
    remarks = (
        _("Iuran dibayar: bagian tagihan yang sudah lunas, menurut domisili pekerja. Tagihan yang baru dibayar "
          "sebagian belum dihitung."),
        _("Orang pada dua kelompok dihitung di keduanya, tetapi satu kali dalam jumlah."),
        _("Tanda – berarti tidak diketahui: tidak ada daftar atau potensinya di Naungan."),
    )  # fmt: skip
    return replace(part, figures=figures, remarks=remarks, missing=tuple(missing))


def _of_part(code: str, name: str, counts: Counts, words: _Words) -> Part:
    """The lines of the whole ("whole") or of one area below it."""
    part = "" if code == "whole" else code
    told = [
        words.line(one.name, counts.get((part, one.code)), part, one.measure, one.groups)
        for one in told_groups()
    ]
    other = words.line(_("Kelompok lain"), counts.get((part, OTHER)), part)
    total = words.total(counts.get((part, "")), part)
    table = Table("groups", _("Menurut kelompok pekerja"), fields(), (*told, other, total), has_total=True)
    return Part(code, name, source=words.asked.source, tables=(table,))


def _counts(asked: Asked, posted: Sequence[int]) -> Counts:
    """The counts of `_counted`, kept under a digest of all that can change them: nothing is ever invalidated."""
    question = (
        asked.area,
        asked.as_of,
        asked.known_at,
        asked.scope,
        sorted(stamps(posted).items()),
        _families(),
    )
    name = "inpres-" + hashlib.sha256(repr(question).encode()).hexdigest()
    found: Counts | None = cache.get(name)
    if found is None:
        found = _counted(asked, posted)
        cache.set(name, found, _KEPT_FOR_S)
    return found


def _counted(asked: Asked, posted: Sequence[int]) -> Counts:
    """Registered and active people of the newest month, and what was paid in all months, in one pass."""
    frames = [
        protection(month, as_of=asked.as_of, known_at=asked.known_at, scope=asked.scope) for month in posted
    ]
    inside = (pl.col("area") == asked.area) | pl.col("area").str.starts_with(asked.area + ".")
    width = WIDTH_BELOW[asked.depth]
    exact = pl.when(pl.col("area").str.len_bytes() >= width).then(pl.col("area").str.slice(0, width))
    families = _families()
    rows = (
        pl.concat(frames)
        .filter(inside)
        .select(
            exact.fill_null(ELSEWHERE).alias("part"),
            pl.col("group").replace_strict(families, default=OTHER).alias("family"),
            asked.person,
            "roll_id",
            (pl.col("month") == posted[-1]).alias("now"),
            "protected",
            pl.when(pl.col("status") == Status.PAID.value).then("total").otherwise(0).alias("paid"),
        )
        .collect(engine="streaming")
    )
    found: dict[tuple[str, str], Count] = {}
    for keys in (["part", "family"], ["part"], ["family"], []):
        found |= _grouped(rows, keys)
    return found


def _grouped(rows: pl.DataFrame, keys: list[str]) -> dict[tuple[str, str], Count]:
    now = pl.col("now")
    sums = (
        pl.col("person_id").filter(now).n_unique().alias("registered"),
        pl.col("person_id").filter(now & pl.col("protected")).n_unique().alias("active"),
        pl.col("paid").sum().alias("paid"),
        pl.col("roll_id").unique().alias("rolls"),
    )
    grouped = rows.group_by(keys).agg(*sums) if keys else rows.select(sums[0], *sums[1:3])
    return {
        (str(row.get("part", "")), str(row.get("family", ""))): Count(
            row["registered"], row["active"], int(row["paid"] or 0), frozenset(row.get("rolls", ()))
        )
        for row in grouped.to_dicts()
    }


def _families() -> dict[str, str]:
    """The group of the report of every group of the registry that has one."""
    within = dict(Group.objects.values_list("code", "within_id"))
    named = {group: told.code for told in told_groups() for group in told.groups}
    found = {}
    for code in within:
        step: str | None = code
        while step is not None and step not in named:
            step = within.get(step)
        if step is not None:
            found[code] = named[step]
    return found
