"""What comes with payments: reversals, proofs, calls of other programs, and lines of a region's register.

Rows are only added. Who decides otherwise adds a decision that names the one it takes back.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.journal.models import Entry


class PaymentReversal(models.Model):
    """A payment that is none: it bounced, or the same money is recorded as another. It covers nothing from then on."""

    class Why(models.TextChoices):
        """Why it is no payment."""

        BOUNCED = "BOUNCED", _("Ditolak atau dikembalikan bank")
        DOUBLE = "DOUBLE", _("Uang yang sama sudah dicatat dengan nomor lain")
        MISTAKE = "MISTAKE", _("Salah pembayar atau salah catat")

    payment = models.OneToOneField("contributions.Payment", on_delete=models.PROTECT, related_name="reversal")
    why = models.CharField(max_length=8, choices=Why.choices)
    same_as = models.ForeignKey(
        "contributions.Payment", on_delete=models.PROTECT, null=True, related_name="doubles"
    )
    reason = models.CharField(max_length=500)
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="double_names_the_other",
                condition=Q(why="DOUBLE", same_as__isnull=False) | (~Q(why="DOUBLE") & Q(same_as=None)),
            ),
            models.CheckConstraint(name="reversal_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.why}"


class PaymentProof(models.Model):
    """A file that proves a payment, kept under the digest of its content."""

    payment = models.ForeignKey("contributions.Payment", on_delete=models.PROTECT, related_name="proofs")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "sha256"], name="proof_once")]

    def __str__(self) -> str:
        return self.file_name


class PaymentCall(models.Model):
    """A call of another program, by its idempotency key: the same call again gets the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="payment_call_once")]

    def __str__(self) -> str:
        return self.key


class Register(models.Model):
    """A file of a region's register: how many lines it held, how many were not about contributions, and their sum."""

    payer = models.ForeignKey("registry.Payer", on_delete=models.PROTECT, related_name="registers")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    ignored = models.PositiveIntegerField()
    total_rp = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class RegisterLine(models.Model):
    """A disbursement about contributions. A number stands once in a region's register, whatever file tells it.

    `payer` is the region that keeps the register; `reasons` say what was found when it came in.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="lines")
    payer = models.ForeignKey("registry.Payer", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    reference = models.CharField(max_length=80)
    paid_on = models.DateField()
    amount_rp = models.BigIntegerField()
    description = models.CharField(max_length=500, blank=True, default="")
    recipient = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=200, blank=True, default="")
    account_code = models.CharField(max_length=200, blank=True, default="")
    payment_code = models.CharField(max_length=30, blank=True, default="")
    reasons = models.JSONField(default=list)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer", "reference"], name="register_line_once"),
            models.CheckConstraint(name="register_line_positive", condition=Q(amount_rp__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reference


class LineDecision(models.Model):
    """What a line of a register is: a payment, not ours, or one that is known. The newest counts.

    REOPENED takes the decision before it back; then the line waits again.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        PAYMENT = "PAYMENT", _("Pembayaran")
        KNOWN = "KNOWN", _("Sudah dicatat sebelumnya")
        NOT_OURS = "NOT_OURS", _("Bukan iuran di sini")
        REOPENED = "REOPENED", _("Dibuka lagi")

    line = models.ForeignKey(RegisterLine, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    payment = models.ForeignKey(
        "contributions.Payment", on_delete=models.PROTECT, null=True, related_name="register_decisions"
    )
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="line_decision_whole",
                condition=Q(kind__in=["PAYMENT", "KNOWN"], payment__isnull=False, reverses=None)
                | Q(kind="NOT_OURS", payment=None, reverses=None)
                | Q(kind="REOPENED", payment=None, reverses__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"
