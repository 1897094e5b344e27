"""A family's case: states, papers, heirs, children, notes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.claims.models.deaths import DeathReport
from naungan.journal.models import Entry
from naungan.registry.models import Group, Payer, Person, Segment


class Claim(models.Model):
    """A family that may be entitled, followed until the agency has paid (*pendampingan*).

    `area` (the domicile), `payer`, `group` and `segment` are those of the month of death. What the law gives and
    how the bills stand is asked when it is looked at, never kept here.
    """

    class State(models.TextChoices):
        """How far the family has come."""

        OPENED = "OPENED", _("Dibuka")
        CONTACTED = "CONTACTED", _("Keluarga dihubungi")
        COMPLETE = "COMPLETE", _("Berkas lengkap")
        SUBMITTED = "SUBMITTED", _("Diajukan ke BPJS Ketenagakerjaan")
        PAID = "PAID", _("Dibayar")
        REFUSED = "REFUSED", _("Ditolak")
        WITHDRAWN = "WITHDRAWN", _("Dihentikan")

    death = models.OneToOneField(DeathReport, on_delete=models.PROTECT, related_name="claim")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    died_on = models.DateField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    segment = models.CharField(max_length=5, choices=Segment.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPENED, db_index=True)
    state_on = models.DateField()
    opened_on = models.DateField()
    submitted_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True, default="")
    next_action = models.CharField(max_length=200, blank=True, default="")
    next_on = models.DateField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_submitted_has_receipt",
                condition=~Q(state__in=["SUBMITTED", "PAID"])
                | (Q(submitted_on__isnull=False) & ~Q(receipt_number="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


class ClaimStep(models.Model):
    """A step of a case, with its day and what was said; the case's states over time."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=Claim.State.choices)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id} {self.state}"


class ClaimNote(models.Model):
    """What somebody noted about a case."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=1000)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:40]


class ClaimDocument(models.Model):
    """What became of a document of the checklist; the newest row of a code tells."""

    class State(models.TextChoices):
        """Where a document stands."""

        RECEIVED = "RECEIVED", _("Sudah ada")
        NOT_NEEDED = "NOT_NEEDED", _("Tidak diperlukan")
        MISSING = "MISSING", _("Belum ada")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="documents")
    code = models.SlugField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices)
    note = models.CharField(max_length=200, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id} {self.code} {self.state}"


class Heir(models.Model):
    """An heir of the worker. Name and contact are shown to who follows the case only."""

    class Relation(models.TextChoices):
        """In the order of the law (PP 44/2015 Pasal 40)."""

        SPOUSE = "SPOUSE", _("Janda/duda")
        CHILD = "CHILD", _("Anak")
        PARENT = "PARENT", _("Orang tua, kakek, nenek, atau cucu")
        SIBLING = "SIBLING", _("Saudara kandung")
        PARENT_IN_LAW = "PARENT_IN_LAW", _("Mertua")
        NAMED = "NAMED", _("Ditunjuk dalam wasiat")
        OTHER = "OTHER", _("Lainnya")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="heirs")
    name = models.CharField(max_length=150)
    relation = models.CharField(max_length=13, choices=Relation.choices)
    contact = models.CharField(max_length=100, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    withdrawn_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id} {self.relation}"


class Child(models.Model):
    """A child with a scholarship: the school level now, and the years left at each level from then on."""

    class Level(models.TextChoices):
        """Levels as the law pays them."""

        TK = "TK", _("TK")
        SD = "SD", _("SD")
        SMP = "SMP", _("SMP")
        SMA = "SMA", _("SMA")
        TERTIARY = "TERTIARY", _("Perguruan tinggi atau pelatihan")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=150)
    level = models.CharField(max_length=8, choices=Level.choices)
    tk_years = models.PositiveSmallIntegerField(default=0)
    sd_years = models.PositiveSmallIntegerField(default=0)
    smp_years = models.PositiveSmallIntegerField(default=0)
    sma_years = models.PositiveSmallIntegerField(default=0)
    tertiary_years = models.PositiveSmallIntegerField(default=0)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    withdrawn_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id} {self.level}"


class SchoolYear(models.Model):
    """A year of a scholarship, filed with its proof; one a year."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="school_years")
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Child.Level.choices)
    proof = models.CharField(max_length=200)
    filed_on = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "year"], name="school_year_once")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.year}"
