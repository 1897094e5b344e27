"""What the agency told of a month, and each difference from ours with what was decided about it.

What came from the agency is only added: the newest counts. The members of a list stand in a Parquet file below
`NAUNGAN_HOME/reconciliation/` (`keeping`), because a list of 50,000 is read whole or not at all.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.journal.models import Entry


class AgencyList(models.Model):
    """The agency's active members of a registration in a month, as a file told them. `path` is relative."""

    registration = models.ForeignKey("registry.Registration", on_delete=models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    members = models.PositiveIntegerField()
    remarks = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["registration", "month"], name="agency_list_of_month")]
        constraints = [
            models.UniqueConstraint(fields=["registration", "month", "sha256"], name="agency_list_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class AgencyBill(models.Model):
    """What the agency asks a registration for a month; `by_programme` maps "JKK" to whole rupiah, if it is told.

    A bill by person came as a file: its lines stand in a Parquet file as a list's members do (`path`).
    """

    registration = models.ForeignKey("registry.Registration", on_delete=models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    members = models.PositiveIntegerField(null=True)
    by_programme = models.JSONField(default=dict)
    file_name = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    remarks = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["registration", "month"], name="agency_bill_of_month")]
        constraints = [models.CheckConstraint(name="agency_bill_not_negative", condition=Q(amount_rp__gte=0))]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.month}: {self.amount_rp}"


class Reconciliation(models.Model):
    """A registration's month compared three ways; computed anew when something new came.

    `ours_rp` is what our bills ask net, `agency_rp` what the agency asks; `listed_rp` the sum over its members.
    `basis` says on what it was computed (`comparing.basis_of`): another basis now means that it is out of date.
    """

    registration = models.ForeignKey("registry.Registration", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("registry.Payer", on_delete=models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    agency_list = models.ForeignKey(AgencyList, on_delete=models.PROTECT, null=True, related_name="+")
    decreed = models.PositiveIntegerField()
    listed = models.PositiveIntegerField(null=True)
    billed = models.PositiveIntegerField()
    ours_rp = models.BigIntegerField()
    agency_rp = models.BigIntegerField()
    listed_rp = models.BigIntegerField()
    paid_rp = models.BigIntegerField()
    by_programme = models.JSONField(default=dict)
    basis = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "month"], name="reconciliation_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.month}"


class Settlement(models.Model):
    """A decision about one or more differences: what follows, why, by whom, when."""

    class Consequence(models.TextChoices):
        """What is done about it."""

        CLAIM_BACK = "CLAIM_BACK", _("Ditarik kembali atau dikreditkan")
        REGISTER = "REGISTER", _("Didaftarkan ke BPJS Ketenagakerjaan")
        CORRECT_WAGE = "CORRECT_WAGE", _("Upah dibetulkan")
        CORRECT_RECORD = "CORRECT_RECORD", _("Data orang atau program dibetulkan")
        END = "END", _("Kepesertaan diakhiri")
        BILL = "BILL", _("Ditagihkan susulan")
        PAY = "PAY", _("Dibayar")
        AGENCY = "AGENCY", _("Dibetulkan oleh BPJS Ketenagakerjaan")
        NONE = "NONE", _("Tidak perlu tindakan")

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="settlements")
    consequence = models.CharField(max_length=14, choices=Consequence.choices)
    reason = models.CharField(max_length=500)
    differences_count = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    settled_by = models.CharField(max_length=150)
    settled_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.reconciliation_id} {self.consequence}"


class Difference(models.Model):
    """One person (or the whole) that differs by one cause.

    `difference_rp` is its part of the agency's bill less ours: over all that are not GONE they add up to the whole
    difference. `ours` and `theirs` say what differs in words of the record ("1000000", "JKK,JKM", a NIK); `key` names
    the person within the reconciliation. `by_programme` maps "JKK" to what we ask of the person, what the agency asks,
    and the part of it in `difference_rp`; whole rupiah. A settled one is opened again only when what it says changed.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "OPEN", _("Belum diselesaikan")
        SETTLED = "SETTLED", _("Diselesaikan")
        GONE = "GONE", _("Sudah sama")

    class Cause(models.TextChoices):
        """Why the three differ, the gravest first."""

        DEAD = "DEAD", _("Sudah meninggal, masih ditagih")
        PAID_NOT_LISTED = "PAID_NOT_LISTED", _("Sudah dibayar, tidak ada di daftar BPJS")
        DROPPED = "DROPPED", _("Dikeluarkan BPJS tanpa alasan")
        NOT_REGISTERED = "NOT_REGISTERED", _("Ditetapkan, belum terdaftar di BPJS")
        NOT_BILLED = "NOT_BILLED", _("Ada di daftar peserta, belum ditagih")
        NOT_ON_ROLL = "NOT_ON_ROLL", _("Terdaftar di BPJS, tidak ada di daftar peserta")
        ENDED = "ENDED", _("Kepesertaan berakhir, masih ditagih")
        TWO_REGISTRATIONS = "TWO_REG", _("Ada pada dua pendaftaran")
        TWICE = "TWICE", _("Dua kali pada daftar BPJS")
        NIK = "NIK", _("NIK berbeda pada orang yang sama")
        NAME = "NAME", _("Nama lain pada NIK yang sama")
        PROGRAMMES = "PROGRAMMES", _("Program berbeda")
        WAGE = "WAGE", _("Upah atau penghasilan berbeda")
        CALCULATION = "CALCULATION", _("Hitungan iuran berbeda")
        AGENCY_OWN = "AGENCY_OWN", _("Bagian tagihan BPJS tanpa rincian orang")
        NOT_ON_BILL = "NOT_ON_BILL", _("Tidak ada pada rincian tagihan BPJS")
        BILL_ONLY = "BILL_ONLY", _("Ditagih BPJS, tidak ada di daftar peserta aktifnya")
        UNPAID = "UNPAID", _("Ditagih, belum dibayar")

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="differences")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    key = models.CharField(max_length=80)
    person = models.ForeignKey(
        "registry.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    nik = models.CharField(max_length=32, blank=True, default="")
    kpj = models.CharField(max_length=32, blank=True, default="")
    name = models.CharField(max_length=150, blank=True, default="")
    ours = models.CharField(max_length=150, blank=True, default="")
    theirs = models.CharField(max_length=150, blank=True, default="")
    ours_rp = models.BigIntegerField()
    agency_rp = models.BigIntegerField()
    difference_rp = models.BigIntegerField()
    by_programme = models.JSONField(default=dict)
    is_paid = models.BooleanField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, related_name="differences"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["reconciliation", "state", "cause"], name="difference_by_state"),
            models.Index(fields=["person"], name="difference_of_person", condition=Q(person__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "cause", "key"], name="difference_once"),
            models.CheckConstraint(
                name="difference_settled_has_decision",
                condition=Q(state="OPEN", settlement=None)
                | Q(state="SETTLED", settlement__isnull=False)
                | Q(state="GONE"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id} {self.cause} {self.key}"
