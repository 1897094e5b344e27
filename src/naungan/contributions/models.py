"""Month runs, bills, payments and allocations. Money rows are added, never edited.

Constraints keep the balance; triggers (migration 0007) refuse to change what was written and to cover more than
there is.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.contributions.reconciliation.models import (  # noqa: F401 - tables of this room
    AgencyBill,
    AgencyList,
    Difference,
    Reconciliation,
    Settlement,
)
from naungan.contributions.register.models import (  # noqa: F401 - tables of this room
    LineDecision,
    PaymentCall,
    PaymentProof,
    PaymentReversal,
    Register,
    RegisterLine,
)
from naungan.journal.models import Entry
from naungan.registry.models import Group, Membership, Payer, Registration, Roll


class MonthRun(models.Model):
    """One computed month. The row is the commit: readers open the lake directories of POSTED rows only.

    `lake_path` is relative to the lake ("month=2021-01/run=<hex>"). `area` narrows it to the payers below.
    `number` counts the posted runs of a month, 1 for the first: two processes that computed the same month
    cannot both take it. A draft has none.
    """

    class State(models.TextChoices):
        """A draft makes no bills."""

        DRAFT = "DRAFT", _("Rancangan")
        POSTED = "POSTED", _("Final")

    class Kind(models.TextChoices):
        """The first run of payers for a month, one for who came late, or one that corrects what was posted.

        A CORRECTION bills differences: its `members` are the memberships corrected, its sums are signed, and its
        `Correction` rows say which rows of which earlier runs it undoes.
        """

        REGULAR = "REGULAR", _("Reguler")
        ADJUSTMENT = "ADJUSTMENT", _("Penyesuaian")
        CORRECTION = "CORRECTION", _("Koreksi")

    month = models.PositiveIntegerField(db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    number = models.PositiveSmallIntegerField(null=True)
    members = models.PositiveIntegerField()
    bill_count = models.PositiveIntegerField()
    total_rp = models.BigIntegerField()
    by_programme = models.JSONField()
    digest = models.CharField(max_length=64)
    law_version = models.CharField(max_length=64)
    lake_path = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="run_posted_has_time_and_number",
                condition=Q(state="DRAFT", posted_at=None, number=None)
                | Q(state="POSTED", posted_at__isnull=False, number__isnull=False),
            ),
            models.UniqueConstraint(fields=["month", "number"], name="run_number_once_a_month"),
            models.CheckConstraint(
                name="only_corrections_take_back", condition=Q(kind="CORRECTION") | Q(total_rp__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.state}"


class Bill(models.Model):
    """What a registration owes for a month (BLTH) by one run, with its payment code and both due dates.

    A correction makes two kinds more, each naming the bill that it `adjusts`: a DIFFERENCE is owed on top, a
    CREDIT (all its amounts are negative) takes back what an earlier bill asked. A bill of kind BILL protects the
    members of its run; the others protect nobody.
    """

    class Kind(models.TextChoices):
        """What the paper asks for."""

        BILL = "BILL", _("Tagihan")
        DIFFERENCE = "DIFFERENCE", _("Tagihan kekurangan")
        CREDIT = "CREDIT", _("Nota kredit")

    run = models.ForeignKey(MonthRun, on_delete=models.PROTECT, related_name="bills")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="bills")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="bills")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BILL)
    adjusts = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="adjusted_by", db_index=False
    )
    month = models.PositiveIntegerField()
    payment_code = models.CharField(max_length=30, unique=True)
    members = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    due_on = models.DateField()
    schedule_due_on = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["payer", "month"]),
            models.Index(fields=["month"]),
            models.Index(fields=["adjusts"], name="bill_adjusts", condition=Q(adjusts__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "registration"], condition=Q(adjusts=None), name="bill_once_a_run"
            ),
            models.UniqueConstraint(
                fields=["run", "adjusts", "kind"],
                condition=Q(adjusts__isnull=False),
                name="bill_adjusted_once_a_run",
            ),
            models.CheckConstraint(
                name="bill_sign_by_kind",
                condition=Q(kind="BILL", adjusts=None, amount_rp__gte=0)
                | Q(kind="DIFFERENCE", adjusts__isnull=False, amount_rp__gt=0)
                | Q(kind="CREDIT", adjusts__isnull=False, amount_rp__lt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.payment_code


class BillLine(models.Model):
    """A bill's part by roll, programme and account code.

    `worker_rp` is the part withheld from the worker's wage. A line of a CREDIT is negative and `reverses` a line
    of the bill that it adjusts, in whole or in part; only the other lines are covered by payments.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=3)
    account_code = models.CharField(max_length=30, blank=True, default="")
    members = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    worker_rp = models.BigIntegerField(default=0)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["reverses"], name="bill_line_reverses", condition=Q(reverses__isnull=False))
        ]
        constraints = [
            models.UniqueConstraint(fields=["bill", "roll", "programme"], name="bill_line_once"),
            models.CheckConstraint(
                name="bill_line_amounts",
                condition=Q(reverses=None, amount_rp__gte=0, worker_rp__gte=0)
                | Q(reverses__isnull=False, amount_rp__lte=0, worker_rp__lte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.programme}"


class Correction(models.Model):
    """One membership's month that was posted and no longer holds: the row that undoes it.

    `run` is the correction, `reverses` the run whose frozen row is undone (once at most). The corrected row stands
    in the lake directory of `run`; `new_rp` is None when there is none, because the month should not have been
    billed at all. `bill` is the bill that first asked for the membership's month: its payment still decides
    whether the person is protected. `difference` maps amounts of the lake ("jkk", "jht_worker") to signed rupiah, new
    less old, where they differ.
    """

    class Cause(models.TextChoices):
        """What the registry or the law says now that it did not say when the month was posted."""

        DEATH = "DEATH", _("Meninggal dunia sebelum bulan iuran")
        ENDED = "ENDED", _("Kepesertaan berakhir lebih awal")
        ROLL = "ROLL", _("Daftar dibatalkan atau masanya diubah")
        WAGE = "WAGE", _("Upah atau penghasilan dibetulkan")
        TERMS = "TERMS", _("Program, risiko, atau pembayar dibetulkan")
        RULES = "RULES", _("Aturan dibetulkan setelah bulan final")

    run = models.ForeignKey(MonthRun, on_delete=models.PROTECT, related_name="corrections")
    reverses = models.ForeignKey(MonthRun, on_delete=models.PROTECT, related_name="corrected_by")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="corrections")
    month = models.PositiveIntegerField()
    cause = models.CharField(max_length=8, choices=Cause.choices)
    old_rp = models.BigIntegerField()
    new_rp = models.BigIntegerField(null=True)
    difference = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reverses", "membership"], name="row_undone_once"),
            models.UniqueConstraint(fields=["run", "membership"], name="row_corrected_once_a_run"),
            models.CheckConstraint(
                name="correction_amounts",
                condition=Q(old_rp__gte=0) & (Q(new_rp=None) | Q(new_rp__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.month} {self.cause}"


class Payment(models.Model):
    """Money received from a payer, once by its reference.

    `paid_on` is the business date, `recorded_at` the second clock: one moment for all rows of a service call,
    read after its lock is taken, so that a report known at a moment sees a call whole or not at all.
    """

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=80)
    paid_on = models.DateField(db_index=True)
    amount_rp = models.BigIntegerField()
    payment_code = models.CharField(max_length=30, blank=True, default="")
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer", "reference"], name="payment_reference_once"),
            models.CheckConstraint(name="payment_is_positive", condition=Q(amount_rp__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reference


class Allocation(models.Model):
    """How a payment covers a bill line.

    A change is a reversal (negative, naming what it reverses) and new rows.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    line = models.ForeignKey(BillLine, on_delete=models.PROTECT, related_name="allocations")
    amount_rp = models.BigIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_sign",
                condition=Q(reverses=None, amount_rp__gt=0) | Q(reverses__isnull=False, amount_rp__lt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} -> {self.line_id}"


class Instruction(models.Model):
    """What a payer says a payment is for: months ("2021-03") or payment codes, in that order; the newest counts.

    What is left after them covers the oldest lines, as without an instruction.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="instructions")
    covers = models.JSONField()
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.covers}"


class FollowUp(models.Model):
    """A dated step after a bill fell due: a reminder, a promise, deduction at source, the state attorney.

    Steps are only added. `until` is the promised day; `amount_rp` what is promised, deducted or handed over.
    """

    class Kind(models.TextChoices):
        """What was done about arrears."""

        REMINDER = "REMINDER", _("Surat pengingat")
        PROMISE = "PROMISE", _("Janji bayar")
        DEDUCTION = "DEDUCTION", _("Dipotong dari sumbernya")
        ATTORNEY = "ATTORNEY", _("Diserahkan kepada Jaksa Pengacara Negara")
        ATTORNEY_DONE = "ATTORNEY_DONE", _("Selesai di Jaksa Pengacara Negara")
        NOTE = "NOTE", _("Catatan")

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    on = models.DateField()
    until = models.DateField(null=True)
    amount_rp = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=80, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["payer", "on"])]
        constraints = [
            models.CheckConstraint(
                name="promise_has_day_and_amount",
                condition=~Q(kind="PROMISE")
                | Q(until__isnull=False, amount_rp__isnull=False, amount_rp__gt=0),
            ),
            models.CheckConstraint(
                name="follow_up_amount", condition=Q(amount_rp=None) | Q(amount_rp__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer_id} {self.kind} {self.on}"


class AccountCode(models.Model):
    """A region's account code (*kode rekening*) for a programme from a month on, of all or of one group.

    JKK and JKM have codes of their own, and some regions one for each employment post. The code of a group counts
    before that of everybody, a newer one before an older.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=3)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    from_month = models.PositiveIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=150, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "programme", "group", "from_month"], name="account_code_once"
            ),
            models.UniqueConstraint(
                fields=["area", "programme", "from_month"],
                name="account_code_once_without_group",
                condition=Q(group=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AgencyAmount(models.Model):
    """What the agency itself asks for a bill, recorded by hand beside ours; the newest row counts."""

    class Why(models.TextChoices):
        """Why both differ, as far as is known."""

        AGREES = "AGREES", _("Sama")
        COUNT = "COUNT", _("Jumlah peserta berbeda")
        WAGE = "WAGE", _("Upah atau penghasilan berbeda")
        ROUNDING = "ROUNDING", _("Pembulatan")
        OTHER = "OTHER", _("Sebab lain")

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="agency_amounts")
    amount_rp = models.BigIntegerField()
    members = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=8, choices=Why.choices)
    note = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="agency_amount_not_negative", condition=Q(amount_rp__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.amount_rp}"
