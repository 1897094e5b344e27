"""People, payers, rolls, memberships and import batches.

Months are whole numbers, `year * 12 + month - 1` (see `naungan.law.months`). Money is whole rupiah.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.registry.decrees.models import (  # noqa: F401 - tables of this room
    Card,
    Quota,
    QuotaOrder,
    Replacement,
    Snapshot,
    SnapshotRow,
    Standing,
)
from naungan.registry.duplicates.models import Linkage, Overlap, Pair, YieldRule  # noqa: F401 - tables of this room
from naungan.registry.imports.models import WaitingRow  # noqa: F401 - tables of this room


class Segment(models.TextChoices):
    """The law's segments of participation."""

    PU = "PU", _("Penerima Upah (PU)")
    BPU = "BPU", _("Bukan Penerima Upah (BPU)")
    JAKON = "JAKON", _("Jasa Konstruksi (Jakon)")
    PMI = "PMI", _("Pekerja Migran Indonesia (PMI)")


class PaidBy(models.TextChoices):
    """Who pays, as the law asks it."""

    SELF = "SELF", _("Peserta sendiri")
    EMPLOYER = "EMPLOYER", _("Pemberi kerja")
    APBN = "APBN", _("APBN")
    APBD = "APBD", _("APBD")
    APBDES = "APBDES", _("APBDes")
    CSR = "CSR", _("CSR/TJSL")


class Sex(models.TextChoices):
    """Sex as the civil registry writes it."""

    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class Person(models.Model):
    """A worker, once. `nik_area` is the district in the NIK; `domicile` the lowest area known of the residence.

    A merged person stays as an alias (`merged_into`) and is resolved when read.
    """

    nik = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=150)
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    domicile = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    nik_area = models.CharField(max_length=8)
    address = models.CharField(max_length=300, blank=True, default="")
    mother_name = models.CharField(max_length=150, blank=True, default="")
    kpj = models.CharField(max_length=11, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="", db_default="")
    deceased_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="aliases", db_index=False
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=True)

    class Meta:
        indexes = [
            # the list of people in order, narrowed and counted without touching the rows themselves
            models.Index(fields=["name", "domicile", "merged_into"], name="person_listed"),
            models.Index(fields=["kpj"], name="person_kpj", condition=~Q(kpj="")),
            models.Index(
                fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)
            ),
            models.Index(fields=["kpj"], name="person_by_kpj", condition=~Q(kpj="")),
        ]
        constraints = [
            # that they are digits is checked by the services: a pattern costs a call of Python a row on SQLite
            models.CheckConstraint(name="person_nik_has_16", condition=Exact(Length("nik"), 16)),
            models.CheckConstraint(name="person_is_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Payer(models.Model):
    """Who pays contributions: a government, an agency, a village, a company, a collective, or the worker."""

    class Kind(models.TextChoices):
        """What kind of payer."""

        GOVERNMENT = "GOVERNMENT", _("Pemerintah daerah")
        AGENCY = "AGENCY", _("Perangkat daerah (OPD)")
        VILLAGE = "VILLAGE", _("Pemerintah desa")
        COMPANY = "COMPANY", _("Badan usaha")
        COLLECTIVE = "COLLECTIVE", _("Wadah")
        SELF = "SELF", _("Peserta mandiri")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """A payer's registration at the agency for a segment: NPP and division, or a *wadah*.

    Bills are made per registration.
    """

    class Schedule(models.TextChoices):
        """When the agreement says that money comes; the law's due date stands beside it."""

        MONTHLY = "MONTHLY", _("Bulanan")
        QUARTERLY = "QUARTERLY", _("Triwulanan")
        SEMESTER = "SEMESTER", _("Semesteran")
        YEARLY = "YEARLY", _("Tahunan")

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="registrations")
    segment = models.CharField(max_length=5, choices=Segment.choices)
    number = models.CharField(max_length=40, blank=True, default="")
    division = models.CharField(max_length=3, default="000")
    schedule = models.CharField(max_length=10, choices=Schedule.choices, default=Schedule.MONTHLY)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payer", "segment", "division"], name="registration_once")
        ]

    def __str__(self) -> str:
        return f"{self.payer_id} {self.segment} {self.division}"


class Group(models.Model):
    """What regions report within a segment, or an occupation in such a group: data with a stored definition.

    `within` names the wider group of an occupation. `risk_group` (1-5) and `sector` are the law's facts for it.
    """

    class Sector(models.TextChoices):
        """Sector as the relief of 2026 asks it."""

        TRANSPORT = "TRANSPORT", _("Transportasi")
        OTHER = "OTHER", _("Lainnya")

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    definition = models.TextField()
    definition_en = models.TextField()
    segment = models.CharField(max_length=5, choices=Segment.choices)
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="occupations")
    sector = models.CharField(max_length=10, choices=Sector.choices, default=Sector.OTHER)
    risk_group = models.PositiveSmallIntegerField(default=1)
    in_numerator = models.BooleanField(default=True)
    in_denominator = models.BooleanField(default=True)
    synonyms = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_risk_group_1_to_5", condition=Q(risk_group__gte=1, risk_group__lte=5)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Roll(models.Model):
    """A list of workers: who pays, for which group and programmes, from which month to which.

    `basis` says what the list stands on: a decree (*SK*), the employer's own report, or a list recorded by an
    operator before its decree came (shown as such). States only move forward; see `registry.states`.
    """

    class State(models.TextChoices):
        """Where the list stands."""

        PROPOSED = "PROPOSED", _("Usulan")
        VERIFIED = "VERIFIED", _("Terverifikasi")
        DECREED = "DECREED", _("Ditetapkan (SK)")
        REGISTERED = "REGISTERED", _("Terdaftar di BPJS Ketenagakerjaan")
        ACTIVE = "ACTIVE", _("Aktif")
        ENDED = "ENDED", _("Berakhir")

    class Basis(models.TextChoices):
        """What the list stands on."""

        DECREE = "DECREE", _("Surat Keputusan (SK)")
        EMPLOYER = "EMPLOYER", _("Laporan pemberi kerja")
        UNDECREED = "UNDECREED", _("Dicatat petugas, SK menyusul")

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="rolls")
    name = models.CharField(max_length=200)
    segment = models.CharField(max_length=5, choices=Segment.choices)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="rolls")
    programmes = models.CharField(max_length=30)
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices)
    fund_source = models.SlugField(max_length=40, blank=True, default="")
    proposer = models.CharField(max_length=60, blank=True, default="")
    wage_rp = models.BigIntegerField(null=True)
    income_rp = models.BigIntegerField(null=True)
    risk_group = models.PositiveSmallIntegerField(default=1)
    labour_intensive = models.BooleanField(default=False)
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    basis = models.CharField(max_length=9, choices=Basis.choices, default=Basis.DECREE)
    decree_number = models.CharField(max_length=80, blank=True, default="")
    decree_on = models.DateField(null=True)
    supplements = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supplements_of"
    )
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "first_month", "last_month"])]
        constraints = [
            models.CheckConstraint(
                name="roll_months_in_order", condition=Q(last_month__gte=F("first_month"))
            ),
            models.CheckConstraint(
                name="roll_decreed_has_number",
                # a proposal may end without ever having been decreed
                condition=Q(state__in=["PROPOSED", "VERIFIED", "ENDED"])
                | ~Q(basis="DECREE")
                | ~Q(decree_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person on a roll from one month to another; several spells may follow each other, never overlap."""

    class EndCause(models.TextChoices):
        """Why a membership ended."""

        DEATH = "DEATH", _("Meninggal dunia")
        MOVED = "MOVED", _("Pindah")
        WAGE_EARNER = "WAGE_EARNER", _("Menjadi penerima upah")
        AGE = "AGE", _("Batas usia")
        DUPLICATE = "DUPLICATE", _("Data ganda")
        ROLL_ENDED = "ROLL_ENDED", _("Daftar berakhir")
        UNDONE = "UNDONE", _("Impor dibatalkan")
        REJECTED = "REJECTED", _("Tidak lolos verifikasi")
        QUEUED = "QUEUED", _("Menunggu kuota")
        TRANSFERRED = "TRANSFERRED", _("Pindah daftar")
        OTHER = "OTHER", _("Lainnya")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="memberships")
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    registered_on = models.DateField(null=True)
    end_cause = models.CharField(max_length=12, choices=EndCause.choices, blank=True, default="")
    ended_on = models.DateField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["roll", "first_month", "last_month"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "roll", "first_month"], name="membership_spell_once"),
            # a spell that was undone or never began ends before it starts
            models.CheckConstraint(
                name="membership_months_in_order",
                condition=Q(last_month__gte=F("first_month")) | ~Q(end_cause=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.roll_id} {self.first_month}-{self.last_month}"


class MembershipTerms(models.Model):
    """The facts of a membership from a month on.

    `amount_rp` is the wage (PU, JAKON) or the income (BPU).
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="terms")
    from_month = models.PositiveIntegerField()
    amount_rp = models.BigIntegerField()
    occupation = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    occupation_text = models.CharField(max_length=120, blank=True, default="")
    risk_group = models.PositiveSmallIntegerField(default=1)
    workplace = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "from_month"], name="terms_once_a_month"),
            models.CheckConstraint(name="terms_amount_not_negative", condition=Q(amount_rp__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.from_month}"


class ImportBatch(models.Model):
    """One list that came in: the file, what was found in it, and what became of it.

    The uploaded file, the findings and the rejected rows are files below `NAUNGAN_HOME/imports/<id>/`.
    """

    class State(models.TextChoices):
        """Where the batch stands."""

        RECEIVED = "RECEIVED", _("Diterima")
        PREVIEWED = "PREVIEWED", _("Pratinjau")
        COMMITTED = "COMMITTED", _("Disimpan")
        UNDONE = "UNDONE", _("Dibatalkan")
        REFUSED = "REFUSED", _("Ditolak")

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="batches")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, null=True, related_name="batches")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    options = models.JSONField(default=dict)
    # how the file is to be read where its own signs are not followed: `registry.imports.reading.Reading`
    reading = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True, default="")
    # a list that is proposed to a government above: the area that it comes from, whose viewers see the batch;
    # its remarks then tell nothing of people elsewhere
    proposed_from = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    commit_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class RememberedReading(models.Model):
    """How a payer's files with these headings are read: what somebody chose once holds for the next file.

    `headings` is the digest of the headings (see `registry.imports.reading`); `reading` what was chosen.
    """

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="readings")
    headings = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payer", "headings"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.payer_id} {self.headings[:8]}"


class CellMend(models.Model):
    """A cell of an upload that was mended in its preview: the file stays as it came, this stands in for it.

    `sheet` is the sheet's place among those with a header (from 0), `line` the row as the spreadsheet numbers
    it, `field` what the column holds. The newest mend of a cell counts.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="mends")
    sheet = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=30, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.batch_id} {self.sheet}:{self.line} {self.field}"
