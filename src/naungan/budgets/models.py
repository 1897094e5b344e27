"""Budgets: ceilings, shifts between lines, commitments and disbursements, and the steps of each payment.

Money is whole rupiah and only added: a shift has its number and day, a wrong movement is reversed by one that names
it. Months are whole numbers (`naungan.law.months`). What a line costs by law is never kept; it is asked each time.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.contributions.models import Payment
from naungan.journal.models import Entry
from naungan.registry.models import Group, PaidBy, Payer


class Budget(models.Model):
    """A payer's budget of a fiscal year for contributions, in the hands of one agency (OPD).

    `printed` and `scale` keep a total as a document or article printed it ("792.965.225" with "juta"); `queries`
    say whether that can be.
    """

    class Scale(models.IntegerChoices):
        """The word that stood behind a printed number."""

        ONE = 1, _("rupiah")
        THOUSAND = 1_000, _("ribu rupiah")
        MILLION = 1_000_000, _("juta rupiah")
        BILLION = 1_000_000_000, _("miliar rupiah")

    year = models.PositiveSmallIntegerField(db_index=True)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="budgets")
    agency = models.CharField(max_length=150)
    printed = models.BigIntegerField(null=True)
    scale = models.PositiveIntegerField(choices=Scale.choices, default=Scale.ONE)
    source = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "payer", "agency"], name="budget_once"),
            models.CheckConstraint(
                name="budget_has_agency_and_source", condition=~Q(agency="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="budget_printed_positive", condition=Q(printed=None) | Q(printed__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"


class BudgetLine(models.Model):
    """One line: where it stands in the budget, for whom, for which programmes and months, and its first ceiling.

    A line by group names several programmes, a line by account code one; `queries.crosswalk` leads from one to the
    other. `base_rp` is the wage (PU, JAKON) or income (BPU) that the plan stands on, `people` the planned number,
    None when it was not told.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    program = models.CharField(max_length=200, blank=True, default="")
    activity = models.CharField(max_length=200, blank=True, default="")
    sub_activity = models.CharField(max_length=200, blank=True, default="")
    account_code = models.CharField(max_length=30, blank=True, default="")
    description = models.CharField(max_length=300)
    programmes = models.CharField(max_length=30)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    fund_source = models.SlugField(max_length=40)
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices)
    base_rp = models.BigIntegerField()
    people = models.PositiveIntegerField(null=True)
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    ceiling_rp = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="line_ceiling_not_negative", condition=Q(ceiling_rp__gte=0)),
            models.CheckConstraint(name="line_base_positive", condition=Q(base_rp__gt=0)),
            models.CheckConstraint(
                name="line_months_in_order", condition=Q(last_month__gte=F("first_month"))
            ),
            models.CheckConstraint(name="line_has_programmes", condition=~Q(programmes="")),
        ]

    def __str__(self) -> str:
        return self.description


class Shift(models.Model):
    """A shift (*pergeseran*) of ceiling: from one line to another, or to or from outside by a changed budget."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="shifts")
    number = models.CharField(max_length=80)
    on = models.DateField()
    taken_from = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="shifts_out")
    given_to = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="shifts_in")
    amount_rp = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="shift_is_positive", condition=Q(amount_rp__gt=0)),
            models.CheckConstraint(name="shift_has_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="shift_moves",
                condition=(Q(taken_from__isnull=False) | Q(given_to__isnull=False))
                & (Q(taken_from=None) | Q(given_to=None) | ~Q(taken_from=F("given_to"))),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Movement(models.Model):
    """A commitment or a disbursement (SP2D) on a line; a reversal is negative and names what it takes back."""

    class Kind(models.TextChoices):
        """What the money did."""

        COMMITMENT = "COMMITMENT", _("Komitmen")
        DISBURSEMENT = "DISBURSEMENT", _("Realisasi (SP2D)")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    amount_rp = models.BigIntegerField()
    reference = models.CharField(max_length=80)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["line", "kind", "on"])]
        constraints = [
            models.CheckConstraint(
                name="movement_sign",
                condition=Q(reverses=None, amount_rp__gt=0) | Q(reverses__isnull=False, amount_rp__lt=0),
            ),
            models.UniqueConstraint(
                fields=["line", "kind", "reference"],
                condition=Q(reverses=None),
                name="movement_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class FundAllocation(models.Model):
    """What a region receives of a fund source in a year, with its source; the newest row counts."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    fund_source = models.SlugField(max_length=40)
    amount_rp = models.BigIntegerField()
    source = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["area", "year", "fund_source"])]
        constraints = [
            models.CheckConstraint(name="allocation_fund_positive", condition=Q(amount_rp__gt=0)),
            models.CheckConstraint(name="allocation_says_whence", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year} {self.fund_source}"


class Disbursement(models.Model):
    """One payment on its way through the offices, for contribution months that may be behind or ahead."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="disbursements")
    description = models.CharField(max_length=300)
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disbursement_months_in_order", condition=Q(last_month__gte=F("first_month"))
            )
        ]

    def __str__(self) -> str:
        return self.description


class DisbursementPart(models.Model):
    """What a payment takes from one line: JKK and JKM stand on lines of their own."""

    disbursement = models.ForeignKey(Disbursement, on_delete=models.PROTECT, related_name="parts")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="parts")
    amount_rp = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["disbursement", "line"], name="part_once_a_line"),
            models.CheckConstraint(name="part_is_positive", condition=Q(amount_rp__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.disbursement_id} {self.line_id}"


class PaymentStep(models.Model):
    """A step of a payment with its day and owner; steps are added in their order, each once."""

    class Kind(models.TextChoices):
        """The steps in order."""

        SPP = "SPP", _("Permintaan pembayaran (SPP)")
        SPM = "SPM", _("Perintah membayar (SPM)")
        SP2D = "SP2D", _("Pencairan dana (SP2D)")
        TRANSFER = "TRANSFER", _("Transfer ke BPJS Ketenagakerjaan")
        PROOF = "PROOF", _("Bukti bayar diterima")
        SPJ = "SPJ", _("Pertanggungjawaban (SPJ)")

    disbursement = models.ForeignKey(Disbursement, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    owner = models.CharField(max_length=150)
    number = models.CharField(max_length=80, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["disbursement", "kind"], name="payment_step_once"),
            models.CheckConstraint(name="payment_step_has_owner", condition=~Q(owner="")),
        ]

    def __str__(self) -> str:
        return self.kind
