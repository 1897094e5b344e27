"""Contributions billed, paid and outstanding; benefits that came back; arrears and who loses what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeVar

import polars as pl
from django.utils.translation import gettext as _

from naungan.areas.queries import names
from naungan.contributions.queries import BillState, Status, protection
from naungan.evaluation.drawing import bars_of
from naungan.evaluation.pack import Field, Figure, Missing, Part, Row, Table
from naungan.evaluation.queries.asking import WIDTH_BELOW, Asked, BillRow
from naungan.kit import numbers
from naungan.law.questions import answer
from naungan.law.vocabulary import PROGRAMMES

OWED = (Status.ARREARS, Status.LAPSED)
SOON = timedelta(days=31)
Key = TypeVar("Key", int, str)
Sums = tuple[int, ...]
"""Bills, billed, paid, corrected, outstanding."""
_NOTHING: Sums = (0, 0, 0, 0, 0)


def contributions(asked: Asked) -> Part:
    """Billed, paid and outstanding: by month of the year, by year, by where the payer is."""
    title = _("Iuran: ditagih, dibayar, sisa")
    if not asked.bills:
        return Part("contributions", title, missing=(_no_bills(asked),))
    year = [bill for bill in asked.bills if bill.state.month // 12 == asked.month // 12]
    by_month = _summed(year, lambda bill: bill.state.month)
    monthly: list[Row] = [(numbers.month(month), *by_month[month]) for month in sorted(by_month)]
    return Part(
        "contributions",
        title,
        source=asked.source_of_money,
        figures=_money_figures(asked, year),
        drawings=bars_of(asked.place, asked.as_of.year, by_month),
        tables=(
            _money_table(
                "months",
                _("Per bulan iuran tahun %(year)s") % {"year": asked.as_of.year},
                Field("month", _("Bulan iuran")),
                monthly,
            ),
            _money_table(
                "years",
                _("Per tahun iuran"),
                Field("year", _("Tahun"), "id"),
                [(str(key), *sums) for key, sums in sorted(_summed(asked.bills, _year).items())],
            ),
            _money_table(
                "places",
                _("Per wilayah pembayar, tahun %(year)s") % {"year": asked.as_of.year},
                Field("place", _("Wilayah pembayar")),
                _by_place(asked, year),
            ),
        ),
        remarks=(
            _("Yang dihitung adalah tagihan pembayar di wilayah ini. Iuran yang dibayar pemerintah di atasnya ada "
              "pada bahan wilayah itu."),
        ),
    )  # fmt: skip


def arrears(asked: Asked) -> Part:
    """Bills unpaid after their due day: whose, which months, who has lost what; and what falls due next."""
    title = _("Tunggakan dan siapa kehilangan apa")
    if not asked.bills:
        return Part("arrears", title, missing=(_no_bills(asked),))
    states = [bill.state for bill in asked.bills if bill.state.outstanding > 0]
    owed = [state for state in states if state.status in OWED]
    until = asked.as_of + SOON
    soon = [state for state in states if state.status == Status.IN_GRACE and state.due_on <= until]
    lost = _lost(asked, owed)
    people = lost["person_id"].n_unique()
    figures = (
        Figure(
            "arrears",
            _("Tunggakan"),
            sum(bill.outstanding for bill in owed),
            "money",
            _("lewat jatuh tempo menurut undang-undang"),
            asked.source_of_money,
            "bad" if owed else "good",
        ),
        Figure(
            "lost",
            _("Orang tanpa perlindungan karena tunggakan"),
            people,
            "count",
            _("orang berbeda; yang tetap dilindungi daftar lain tidak dihitung"),
            asked.source_of_money,
            "bad" if people else "good",
        ),
    )
    return Part(
        "arrears",
        title,
        source=asked.source_of_money,
        figures=figures,
        tables=tuple(table for table in (_owed_table(owed, lost, people), _soon_table(soon)) if table.rows),
        remarks=(_worth(asked),) if owed else (_("Tidak ada tagihan lewat jatuh tempo pada tanggal ini."),),
    )


def _money_figures(asked: Asked, year: Iterable[BillRow]) -> tuple[Figure, ...]:
    _bills, billed, paid, _corrected, outstanding = _summed(year, lambda _bill: "").get("", _NOTHING)
    words = {"year": asked.as_of.year}
    source = asked.source_of_money
    return (
        Figure("billed", _("Ditagih %(year)s") % words, billed, "money", "", source),
        Figure("paid", _("Dibayar %(year)s") % words, paid, "money", "", source, "good"),
        Figure(
            "outstanding",
            _("Sisa %(year)s") % words,
            outstanding,
            "money",
            _("termasuk yang belum jatuh tempo"),
            source,
            "warn",
        ),
    )


def _summed(bills: Iterable[BillRow], key: Callable[[BillRow], Key]) -> dict[Key, Sums]:
    """Count, billed, paid, corrected and outstanding by a key; billed is the sum of the other three."""
    sums: dict[Key, Sums] = {}
    for bill in bills:
        state, name = bill.state, key(bill)
        more = (1, state.billed, state.paid, bill.corrected, state.outstanding)
        before = sums.get(name, _NOTHING)
        sums[name] = tuple(a + b for a, b in zip(before, more, strict=True))
    return sums


def _money_table(key: str, title: str, first: Field, rows: Iterable[Row]) -> Table:
    given = list(rows)
    sums = [sum(int(row[at] or 0) for row in given) for at in range(1, 6)]
    fields = (
        first,
        Field("bills", _("Tagihan"), "count"),
        Field("billed", _("Ditagih"), "money"),
        Field("paid", _("Dibayar"), "money"),
        Field("corrected", _("Dikoreksi"), "money"),
        Field("outstanding", _("Sisa"), "money"),
    )
    return Table(key, title, fields, (*given, (_("Jumlah"), *sums)), has_total=True)


def _by_place(asked: Asked, bills: Iterable[BillRow]) -> list[Row]:
    width = WIDTH_BELOW[asked.depth]
    sums = _summed(bills, lambda bill: bill.area[:width] if len(bill.area) >= width else asked.area)
    known = names(sums)
    whole = _("%(place)s (tingkat ini)") % {"place": asked.place}
    return [(whole if code == asked.area else known.get(code, code), *sums[code]) for code in sorted(sums)]


def _lost(asked: Asked, owed: Iterable[BillState]) -> pl.DataFrame:
    """The rows (month, person, payer, programmes) of people whom an unpaid bill left without any protection in
    that month.
    """
    unpaid: dict[int, list[int]] = defaultdict(list)
    for state in owed:
        unpaid[state.month].append(state.bill_id)
    found = [pl.DataFrame(schema=_LOST)]
    for month in sorted(unpaid):
        rows = protection(month, as_of=asked.as_of, known_at=asked.known_at)
        rows = rows.with_columns(asked.person)
        left = rows.filter(pl.col("bill_id").is_in(unpaid[month]) & ~pl.col("protected"))
        safe = rows.filter(pl.col("protected")).select("person_id").unique()
        kept = left.join(safe, on="person_id", how="anti").select(*_LOST)
        found.append(kept.collect(engine="streaming"))
    return pl.concat(found)


_HELD = {f"has_{name.lower()}": name for name in PROGRAMMES}
_LOST = {
    "month": pl.Int32,
    "person_id": pl.Int64,
    "payer_code": pl.String,
    **dict.fromkeys(_HELD, pl.Boolean),
}


def _owed_table(owed: list[BillState], lost: pl.DataFrame, people: int) -> Table:
    by_payer: dict[tuple[str, str], list[BillState]] = defaultdict(list)
    for bill in owed:
        by_payer[bill.payer_code, bill.payer_name].append(bill)
    rows: list[Row] = []
    for (code, name), bills in by_payer.items():
        theirs = lost.filter(pl.col("payer_code") == code)
        held = [label for column, label in _HELD.items() if theirs[column].any()]
        unpaid = sorted({bill.month for bill in bills})
        rows.append(
            (
                code,
                name,
                ", ".join(numbers.month(month) for month in unpaid),
                min(bill.due_on for bill in bills).isoformat(),
                theirs["person_id"].n_unique(),
                ", ".join(held),
                sum(bill.outstanding for bill in bills),
                _("Terputus") if any(bill.status == Status.LAPSED for bill in bills) else _("Menunggak"),
            )
        )
    rows.sort(key=lambda row: (-int(row[6] or 0), str(row[0])))
    rows.append((None, _("Jumlah"), "", None, people, "", sum(bill.outstanding for bill in owed), ""))
    fields = (
        Field("payer", _("Kode"), "id"),
        Field("name", _("Pembayar iuran")),
        Field("months", _("Bulan yang belum lunas")),
        Field("due", _("Sejak"), "date"),
        Field("people", _("Orang"), "count"),
        Field("programmes", _("Program yang hilang")),
        Field("outstanding", _("Tunggakan"), "money"),
        Field("state", _("Perlindungan")),
    )
    note = _("Jumlah orang dihitung satu kali walaupun ada pada beberapa pembayar.")
    shown = tuple(rows) if owed else ()
    return Table("owed", _("Tunggakan menurut pembayar"), fields, shown, 1, has_total=bool(owed), note=note)


def _soon_table(soon: list[BillState]) -> Table:
    rows: list[Row] = [
        (b.payer_code, b.payer_name, b.month, b.due_on.isoformat(), b.members, b.outstanding) for b in soon
    ]
    total = (None, _("Jumlah"), None, None, sum(b.members for b in soon), sum(b.outstanding for b in soon))
    fields = (
        Field("payer", _("Kode"), "id"),
        Field("name", _("Pembayar iuran")),
        Field("month", _("Bulan iuran"), "month"),
        Field("due", _("Jatuh tempo"), "date"),
        Field("people", _("Orang yang akan kehilangan"), "count"),
        Field("outstanding", _("Sisa tagihan"), "money"),
    )
    note = _("Masih terlindungi; terputus bila tidak dibayar. Orang pada dua tagihan terhitung dua kali.")
    return Table(
        "soon",
        _("Jatuh tempo dalam 31 hari"),
        fields,
        (*rows, total) if rows else (),
        identity=3,
        has_total=bool(rows),
        note=note,
    )


def _worth(asked: Asked) -> str:
    """What a family loses, by the law of the day."""
    event = max(asked.as_of, date(2015, 7, 1))
    facts = {"event_on": event.isoformat(), "segment": "BPU", "months_contributed": 36}
    total = answer("benefit.jkm", facts).results["total"]
    return _(
        "Selama terputus, ahli waris pekerja yang meninggal tidak menerima santunan kematian %(total)s (manfaat "
        "JKM pada %(day)s)."
    ) % {"total": numbers.rupiah(total), "day": numbers.day(asked.as_of)}


def _year(bill: BillRow) -> int:
    return bill.state.month // 12


def _no_bills(asked: Asked) -> Missing:
    return Missing(
        _("Belum ada tagihan iuran dari pembayar di %(place)s sampai tanggal ini.") % {"place": asked.place},
        _("Masukkan daftar peserta, lalu finalkan bulan iurannya pada halaman Bulan iuran."),
    )
