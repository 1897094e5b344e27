"""What a list is, beside its rows: who pays, for which programmes and months. Checked before any row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from naungan.law import months
from naungan.law.facts import FIRST_DAY, LAST_DAY
from naungan.law.findings import Refused
from naungan.law.questions import answer
from naungan.law.vocabulary import PROGRAMMES, PROGRAMMES_OF
from naungan.registry.models import Group, PaidBy, Segment

# The lowest bracket of PP 44/2015 Lampiran II: what regions pay for vulnerable workers when a list says no
# income.
DEFAULT_INCOME_RP = 1_000_000
MAX_MONTHS = 60
MAX_AMOUNT_RP = 1_000_000_000


@dataclass(frozen=True, slots=True)
class RollOptions:
    """The particulars of a list. Months are numbers (`naungan.law.months`), amounts whole rupiah a month.

    `income_rp` (BPU) or `wage_rp` (PU, JAKON) holds for rows whose own cell is empty; `area_code` defaults
    to the payer's area. `shares_workers` lets an employer's list take workers who are on a list of another
    employer (lawful: each bills by its own wage) or on one that yields to it; else they are given back.
    """

    payer_code: str
    segment: str
    group: str
    paid_by: str
    programmes: frozenset[str]
    first_month: int
    last_month: int
    fund_source: str = ""
    proposer: str = ""
    income_rp: int | None = None
    wage_rp: int | None = None
    risk_group: int | None = None
    area_code: str | None = None
    decree_number: str = ""
    decree_on: date | None = None
    name: str = ""
    quota: int | None = None
    shares_workers: bool = False

    @property
    def programme_text(self) -> str:
        """Programmes in the law's order, as rolls store them: "JKK,JKM"."""
        return ",".join(name for name in PROGRAMMES if name in self.programmes)

    def as_json(self) -> dict[str, Any]:
        """A form that `from_json` reads back; kept with the batch."""
        values = asdict(self)
        values["programmes"] = self.programme_text
        values["decree_on"] = self.decree_on.isoformat() if self.decree_on else None
        return values


def from_json(values: dict[str, Any]) -> RollOptions:
    """The options that `RollOptions.as_json` wrote."""
    decree_on = values.get("decree_on")
    return RollOptions(
        **{
            **values,
            "programmes": frozenset(str(values["programmes"]).split(",")),
            "decree_on": date.fromisoformat(decree_on) if decree_on else None,
        }
    )


def checked(options: RollOptions) -> RollOptions:
    """The options with defaults filled in; `Refused` for what the law or the registry does not know."""
    _choice("segment", options.segment, Segment.values, _("Segmen"))
    _choice("paid_by", options.paid_by, PaidBy.values, _("Penanggung iuran"))
    _programmes(options)
    _months(options)
    _amounts(options)
    _texts(options)
    _refuse_if_the_law_has_no_rule(options)
    if not Group.objects.filter(code=options.group).exists():
        raise Refused(
            "group.unknown",
            _("Kelompok pekerja %(code)s tidak dikenal.") % {"code": options.group},
            where="group",
            mend=_("Lihat kode yang ada dengan: naungan roll groups"),
        )
    if options.segment == Segment.BPU and options.income_rp is None:
        return replace(options, income_rp=DEFAULT_INCOME_RP)
    return options


def _refuse_if_the_law_has_no_rule(options: RollOptions) -> None:
    """A list that no month could bill is refused now, with the law's own words, and not when the month is run."""
    basis = "income" if options.segment == Segment.BPU else "wage"
    for month in {options.first_month, options.last_month}:
        facts = {
            "month": months.format_month(month),
            "segment": options.segment,
            "programmes": sorted(options.programmes),
            "paid_by": options.paid_by,
            basis: options.income_rp or options.wage_rp or DEFAULT_INCOME_RP,
        }
        answer("contribution", facts)


def _choice(name: str, value: str, known: list[str], label: str) -> None:
    if value not in known:
        raise Refused(
            f"{name}.unknown",
            _("%(label)s %(value)s tidak dikenal.") % {"label": label, "value": value},
            where=name,
            mend=_("Pilih salah satu: %(known)s.") % {"known": ", ".join(known)},
        )


def _programmes(options: RollOptions) -> None:
    if not options.programmes:
        raise Refused("programmes.missing", _("Daftar belum menyebut program."), where="programmes")
    for name in sorted(options.programmes):
        _choice("programmes", name, list(PROGRAMMES), _("Program"))
    foreign = sorted(options.programmes - set(PROGRAMMES_OF[options.segment]))
    if foreign:
        raise Refused(
            "programmes.not_in_segment",
            _("Segmen %(segment)s tidak mengenal program %(programmes)s.")
            % {"segment": options.segment, "programmes": ", ".join(foreign)},
            where="programmes",
            mend=_("Pilih dari: %(known)s.") % {"known": ", ".join(PROGRAMMES_OF[options.segment])},
        )


def _months(options: RollOptions) -> None:
    if options.last_month < options.first_month:
        raise Refused(
            "months.order",
            _("Bulan terakhir (%(last)s) mendahului bulan pertama (%(first)s).")
            % {
                "first": months.format_month(options.first_month),
                "last": months.format_month(options.last_month),
            },
            where="to",
        )
    earliest, latest = months.of(FIRST_DAY), months.of(LAST_DAY)
    if options.first_month < earliest or options.last_month > latest:
        raise Refused(
            "months.out_of_range",
            _("Daftar dari %(first)s sampai %(last)s di luar masa yang ada aturannya.")
            % {
                "first": months.format_month(options.first_month),
                "last": months.format_month(options.last_month),
            },
            where="from" if options.first_month < earliest else "to",
            mend=_("Pilih bulan dari %(earliest)s sampai %(latest)s.")
            % {"earliest": months.format_month(earliest), "latest": months.format_month(latest)},
        )
    if options.last_month - options.first_month >= MAX_MONTHS:
        raise Refused(
            "months.too_long",
            _("Daftar berlaku paling lama %(count)d bulan.") % {"count": MAX_MONTHS},
            where="to",
            mend=_("Bagi masa berlaku menjadi beberapa daftar."),
        )


def _texts(options: RollOptions) -> None:
    """Texts as long as their columns hold; PostgreSQL would stop at a longer one."""
    lengths = {"fund_source": 40, "proposer": 60, "decree_number": 80}
    for name, most in lengths.items():
        if len(getattr(options, name)) > most:
            raise Refused(
                f"{name}.too_long",
                _("Isian ini lebih dari %(count)d huruf.") % {"count": most},
                where=name,
                mend=_("Pendekkan isian itu."),
            )


def _amounts(options: RollOptions) -> None:
    for name, amount in (("income", options.income_rp), ("wage", options.wage_rp)):
        if amount is not None and not 0 < amount <= MAX_AMOUNT_RP:
            raise Refused(
                f"{name}.out_of_range", _("Upah atau penghasilan harus rupiah utuh di atas nol."), where=name
            )
    if options.risk_group is not None and options.risk_group not in range(1, 6):
        raise Refused("risk_group.unknown", _("Kelompok risiko adalah 1 sampai 5."), where="risk_group")
    if options.quota is not None and options.quota < 1:
        raise Refused("quota.out_of_range", _("Kuota harus lebih dari nol."), where="quota")
