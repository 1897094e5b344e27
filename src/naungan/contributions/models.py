"""Month runs, bills, payments and allocations. Money rows are added, never edited.

Constraints keep the balance.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.registry.models import Payer, Registration, Roll


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
        """The first run of payers for a month, or a later one for who came late."""

        REGULAR = "REGULAR", _("Reguler")
        ADJUSTMENT = "ADJUSTMENT", _("Penyesuaian")

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
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.state}"


class Bill(models.Model):
    """What a registration owes for a month (BLTH) by one run, with its payment code and both due dates."""

    run = models.ForeignKey(MonthRun, on_delete=models.PROTECT, related_name="bills")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="bills")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="bills")
    month = models.PositiveIntegerField()
    payment_code = models.CharField(max_length=30, unique=True)
    members = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    due_on = models.DateField()
    schedule_due_on = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["payer", "month"]), models.Index(fields=["month"])]
        constraints = [
            models.UniqueConstraint(fields=["run", "registration"], name="bill_once_a_run"),
            models.CheckConstraint(name="bill_amount_not_negative", condition=Q(amount_rp__gte=0)),
        ]

    def __str__(self) -> str:
        return self.payment_code


class BillLine(models.Model):
    """A bill's part by roll, programme and account code.

    `worker_rp` is the part withheld from the worker's wage.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=3)
    account_code = models.CharField(max_length=30, blank=True, default="")
    members = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    worker_rp = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "roll", "programme"], name="bill_line_once"),
            models.CheckConstraint(name="bill_line_amounts", condition=Q(amount_rp__gte=0, worker_rp__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.programme}"


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
