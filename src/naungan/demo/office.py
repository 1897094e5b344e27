"""The office year: lists imported, months run, bills paid, deaths recorded, by the pages' own services.

Nothing here writes a figure that the table shows as computed: counts come out of the imports' checks, amounts
out of the month, punctuality out of the payments.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Sum
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, operator
from naungan.areas.models import Area
from naungan.contributions.models import Bill
from naungan.contributions.services import receive_file, run_month
from naungan.demo import sheets
from naungan.demo.awards import record_awards
from naungan.demo.budgets import record_budgets
from naungan.demo.claims import record_claims, report_deaths
from naungan.demo.compliance import record_compliance
from naungan.demo.decrees import verify_proposal
from naungan.demo.duplicates import find_doubles
from naungan.demo.evaluation import keep_packs
from naungan.demo.figures import record_figures
from naungan.demo.lists import BONE_BOLANGO, LISTS, PROVINCE, ListSpec, lists_of
from naungan.demo.meetings import record_meetings
from naungan.demo.people import Place
from naungan.demo.reconciliation import record_reconciliation
from naungan.demo.registers import PAID_BY_REGISTER, bring_register
from naungan.demo.targets import record_targets
from naungan.demo.world import MadeList, World
from naungan.law import months
from naungan.law.questions import answer
from naungan.registry.imports.batches import commit_batch, preview_batch, receive_upload, rejects_of
from naungan.registry.models import ImportBatch, Payer
from naungan.registry.services import (
    ImportResult,
    RollOptions,
    add_payer,
    import_roll,
    payer_for,
)

Say = Callable[[str, int, int], None]

# The months of the articles, Bone Bolango's twelve, the city's year, and the way from 48.67 to 61.73 percent.
MONTHS_2019 = ("2019-11", "2019-12")
MONTHS_2020 = tuple(months.texts("2020-01", "2020-12"))
MONTHS_2021 = tuple(months.texts("2021-01", "2021-12"))
MONTHS_2023 = tuple(months.texts("2023-03", "2023-11"))
# Made-up payers that show what unpunctual looks like: one pays March late, one leaves two months unpaid.
LATE = ("REKAAN-05", "2023-03", date(2023, 6, 20))
UNPAID = ("REKAAN-K2", ("2023-09", "2023-10"))
# The upload that is committed as a proposal and waits for its verification.
PROPOSED = "menunggu-usulan"
_EARLY = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What a list brought and lost: `causes` counts blocking remarks, `mended` harmless ones."""

    key: str
    file: str
    payer: str
    rows: int
    accepted: int
    rejected: int
    created: int
    known: int
    causes: dict[str, int]
    mended: dict[str, int]

    def as_json(self) -> dict[str, object]:
        """The outcome as plain values."""
        return asdict(self)


def places() -> list[Place]:
    """The districts of the province with their villages."""
    villages: dict[str, list[str]] = {}
    below = Area.objects.filter(code__startswith=PROVINCE + ".").order_by("code")
    for code, name in below.filter(level=Area.Level.VILLAGE).values_list("code", "name"):
        villages.setdefault(code[:8], []).append(name)
    regencies = dict(below.filter(level=Area.Level.REGENCY).values_list("code", "name"))
    districts = below.filter(level=Area.Level.DISTRICT).values_list("code", "name")
    return [
        Place(code[:5], regencies[code[:5]], code, name, tuple(villages[code]))
        for code, name in districts
        if code in villages
    ]


class Office:
    """Works through the years. `say` is told what is being done and how far it is."""

    def __init__(self, home: Path, world: World, say: Say) -> None:
        self.home = home
        self.world = world
        self.say = say
        self.actor: Actor = operator("demo")
        self.outcomes: list[ListOutcome] = []
        self._done = 0
        self._steps = (
            len(LISTS) + len(MONTHS_2019) + len(MONTHS_2020) + len(MONTHS_2021) + len(MONTHS_2023) + 5
        )

    def work(self) -> list[ListOutcome]:
        """The whole story, in the order in which it happened."""
        record_figures(self.actor)
        record_targets(self.actor)
        self.year_2019()
        self.year_2020()
        self.year_2021()
        self.year_2023()
        self.leave_desks()
        verify_proposal(self.home, self.actor)
        find_doubles(self.actor)
        record_meetings(self.actor)
        record_awards(self.actor)
        record_claims(self.actor)
        record_compliance(self.actor)
        record_reconciliation(self.home, self.actor)
        record_budgets(self.actor)
        keep_packs(self.actor)
        return self.outcomes

    def year_2019(self) -> None:
        """Bone Bolango's first lists, the month of the article, a death before the benefits rose."""
        self._import(lists_of("2019"))
        self._deaths("2019")
        self._months(MONTHS_2019, area=BONE_BOLANGO)
        self._pay_bills("2019/pembayaran.csv", MONTHS_2019)

    def year_2020(self) -> None:
        """The decree of 2020 with two supplements for the deceased; twelve months, paid as decreed."""
        self._import(lists_of("2020"))
        self._deaths("2020")
        self._months(MONTHS_2020, area=BONE_BOLANGO)
        self._pay_as_decreed("2020/pembayaran-bone-bolango.csv")

    def year_2021(self) -> None:
        """The renewed list, and the city's informal workers and support staff."""
        self._import(lists_of("2021"))
        self._deaths("2021")
        self._deaths("kota")
        self._months(MONTHS_2021, area=PROVINCE)
        self._pay_bills("2021/pembayaran.csv", MONTHS_2021)

    def year_2023(self) -> None:
        """The whole province, from March, whose figure was published too, to November."""
        self._import(lists_of("2023"))
        self._months(MONTHS_2023, area=PROVINCE)
        self._pay_bills("2023/pembayaran.csv", MONTHS_2023)
        bring_register(self.home, self.actor)

    def _step(self, text: str) -> None:
        self._done += 1
        self.say(text, self._done, self._steps)

    def _import(self, specs: Iterable[ListSpec]) -> None:
        for made in self.world.lists(specs):
            self._step(_("Impor %(file)s") % {"file": made.spec.file})
            path = self._write(made)
            self._payer(made.spec)
            result = import_roll(path, options_of(made.spec), actor=self.actor, reason=_("percontohan"))
            self._keep_returned(made.spec, result)
            self.outcomes.append(_outcome(made, result))

    def _keep_returned(self, spec: ListSpec, result: ImportResult) -> None:
        """The rejected rows with their remarks, beside the lists, as the office would send them back."""
        assert result.batch_id is not None, "an import that is no trial run leaves a batch"
        rejects = rejects_of(ImportBatch.objects.get(pk=result.batch_id))
        if rejects is not None:
            returned = (self.home / "returned" / spec.file).with_suffix(".xlsx")
            returned.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(rejects, returned)

    def leave_desks(self) -> None:
        """What waits on the morning after: a proposed list, an upload that was checked, a file to try."""
        self._step(_("Daftar yang menunggu"))
        for made in self.world.lists(lists_of("menunggu")):
            path = self._write(made)
            self._payer(made.spec)
            options = replace(options_of(made.spec), decree_number="", decree_on=None)
            batch = receive_upload(
                file_name=path.name, chunks=[path.read_bytes()], options=options, actor=self.actor
            )
            preview_batch(batch, actor=self.actor)
            batch.refresh_from_db()
            if made.spec.key == PROPOSED:
                commit_batch(batch, actor=self.actor, reason=_("percontohan"), all_or_nothing=False)
        for made in self.world.lists(lists_of("untuk-dicoba")):
            self._write(made)

    def _write(self, made: MadeList) -> Path:
        path = self.home / "lists" / made.spec.file
        sheets.write(path, _sheet(made), made.rows)
        return path

    def _payer(self, spec: ListSpec) -> None:
        if not spec.payer_name:
            payer_for(spec.payer, actor=self.actor)
        elif not Payer.objects.filter(code=spec.payer).exists():
            add_payer(
                code=spec.payer,
                name=spec.payer_name,
                kind=spec.payer_kind,
                area_code=spec.area,
                actor=self.actor,
                reason=_("percontohan"),
            )

    def _deaths(self, toll: str) -> None:
        reason = _("laporan kematian (percontohan)")
        report_deaths(self.world.deaths(toll), actor=self.actor, reason=reason)

    def _months(self, chosen: Iterable[str], *, area: str) -> None:
        for month in chosen:
            self._step(_("Bulan iuran %(month)s") % {"month": month})
            run_month(
                months.parse(month), actor=self.actor, area_code=area, post=True, reason=_("percontohan")
            )

    def _pay_as_decreed(self, file: str) -> None:
        """2020 as the finance office would pay it: heads in the decree times the tariff of the month."""
        heads = sum(spec.count for spec in map(self.world.scaled, lists_of("2020")) if spec.key == "bb-2020")
        rows = []
        for number, month in enumerate(MONTHS_2020, 1):
            each = answer("contribution", _one_vulnerable_worker(month)).results["total"]
            rows.append((_in_time(month), heads * each, BONE_BOLANGO, f"SP2D-REKAAN/2020/{number:02d}", ""))
        self._receive(file, rows)

    def _pay_bills(self, file: str, chosen: Iterable[str]) -> None:
        self._receive(file, list(_payments(list(chosen))))

    def _receive(self, file: str, rows: list[tuple[date, int, str, str, str]]) -> None:
        self._step(_("Pembayaran %(file)s") % {"file": file})
        path = self.home / "lists" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("paid_on", "amount", "payer", "reference", "payment_code"))
            writer.writerows(rows)
        receive_file(path, actor=self.actor, reason=_("percontohan"))


def options_of(spec: ListSpec) -> RollOptions:
    """What the office states when it brings the list."""
    return RollOptions(
        payer_code=spec.payer,
        segment=spec.segment,
        group=spec.group,
        paid_by=spec.paid_by,
        programmes=spec.programmes,
        first_month=months.parse(spec.first),
        last_month=months.parse(spec.last),
        fund_source=spec.fund_source,
        income_rp=spec.income_rp,
        wage_rp=spec.wage_rp,
        area_code=spec.area,
        decree_number=spec.decree,
        decree_on=months.first_day(months.parse(spec.first)) if spec.decree else None,
    )


def billed_rp() -> int:
    """The sum of all bills, in rupiah."""
    return int(Bill.objects.aggregate(total=Sum("amount_rp"))["total"] or 0)


def _sheet(made: MadeList) -> sheets.Sheet:
    spec = made.spec
    return sheets.Sheet(
        form=spec.form,
        title=spec.title,
        signed_by="Kepala Dinas (rekaan)",
        began_on=months.first_day(months.parse(spec.first)),
        wage_rp=spec.wage_rp,
    )


def _outcome(made: MadeList, result: ImportResult) -> ListOutcome:
    return ListOutcome(
        key=made.spec.key,
        file=made.spec.file,
        payer=made.spec.payer,
        rows=result.rows,
        accepted=result.accepted,
        rejected=result.rejected,
        created=result.created,
        known=result.known,
        causes=dict(Counter(finding.code for finding in result.findings if finding.blocking).most_common()),
        mended=dict(
            Counter(finding.code for finding in result.findings if not finding.blocking).most_common()
        ),
    )


def _one_vulnerable_worker(month: str) -> dict[str, object]:
    return {
        "month": month,
        "segment": "BPU",
        "income": 1_000_000,
        "programmes": ["JKK", "JKM"],
        "paid_by": "APBD",
    }


def _in_time(month: str) -> date:
    """The tenth of the month itself: before every due date, also that of workers without wage."""
    return months.first_day(months.parse(month)).replace(day=10)


def _payments(chosen: list[str]) -> Iterator[tuple[date, int, str, str, str]]:
    bills = Bill.objects.filter(month__in=[months.parse(text) for text in chosen], amount_rp__gt=0)
    for bill in bills.select_related("payer").order_by("month", "payer__code", "pk"):
        month, payer = months.format_month(bill.month), bill.payer.code
        if any(payer == code and month in left for code, left in (UNPAID, PAID_BY_REGISTER)):
            continue
        paid_on = LATE[2] if (payer, month) == LATE[:2] else bill.due_on - _EARLY
        yield paid_on, bill.amount_rp, payer, f"BUKTI-REKAAN/{bill.payment_code}", bill.payment_code
