"""Employers that are not, or only partly, registered: who they are, what was done and when.

A lead is a suspicion with its source, never a verdict: whether the registry knows the employer is computed each
time (`queries.checks`), not kept. Estimates and steps are added, never edited; a wrong step is taken back by
another one that names it. Money is whole rupiah.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.registry.models import Payer


class LeadFile(models.Model):
    """A file of employers that came in; it is kept below `NAUNGAN_HOME/compliance/<id>/`."""

    class State(models.TextChoices):
        """Where the file stands."""

        PREVIEWED = "PREVIEWED", _("Pratinjau")
        COMMITTED = "COMMITTED", _("Disimpan")

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=10)
    source = models.CharField(max_length=300)
    found_on = models.DateField()
    kind = models.CharField(max_length=14)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREVIEWED)
    counts = models.JSONField(default=dict)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class Employer(models.Model):
    """An employer that may not be, or not fully, registered, and where the lead comes from.

    `payer` is the registry's payer that somebody has recognised in it; without one the checks look by number
    and name.
    """

    class Kind(models.TextChoices):
        """What is not in order."""

        NOT_REGISTERED = "NOT_REGISTERED", _("Belum terdaftar")
        WORKERS = "WORKERS", _("Terdaftar sebagian tenaga kerja")
        WAGES = "WAGES", _("Terdaftar sebagian upah")
        PROGRAMMES = "PROGRAMMES", _("Terdaftar sebagian program")
        ARREARS = "ARREARS", _("Menunggak iuran")

    class Size(models.TextChoices):
        """The size of the business."""

        MICRO = "MICRO", _("Usaha mikro")
        SMALL = "SMALL", _("Usaha kecil")
        MEDIUM = "MEDIUM", _("Usaha menengah")
        LARGE = "LARGE", _("Usaha besar")

    class SourceKind(models.TextChoices):
        """What kind of paper named it."""

        LICENCES = "LICENCES", _("Daftar perizinan")
        VILLAGE = "VILLAGE", _("Laporan desa/kelurahan")
        INSPECTION = "INSPECTION", _("Pengawasan ketenagakerjaan")
        AGENCY = "AGENCY", _("Daftar PWBD/PDS BPJS Ketenagakerjaan")
        OTHER = "OTHER", _("Lainnya")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    npp = models.CharField(max_length=40, blank=True, default="")
    nib = models.CharField(max_length=13, blank=True, default="")
    sector = models.CharField(max_length=120, blank=True, default="")
    size = models.CharField(max_length=6, choices=Size.choices, blank=True, default="")
    source_kind = models.CharField(max_length=10, choices=SourceKind.choices)
    source = models.CharField(max_length=300)
    found_on = models.DateField()
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(LeadFile, on_delete=models.PROTECT, null=True, related_name="employers")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "kind"]), models.Index(fields=["name"])]
        constraints = [
            models.CheckConstraint(name="employer_is_named", condition=~Q(name="")),
            models.CheckConstraint(name="employer_says_whence", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.name


class Estimate(models.Model):
    """How many workers and what monthly wage each an employer is thought to have, and by whom; the newest day
    counts.
    """

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="estimates")
    on = models.DateField()
    workers = models.PositiveIntegerField(null=True)
    wage_rp = models.BigIntegerField(null=True)
    source = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="estimate_says_something",
                condition=Q(workers__isnull=False) | Q(wage_rp__isnull=False),
            ),
            models.CheckConstraint(
                name="estimate_wage_positive", condition=Q(wage_rp=None) | Q(wage_rp__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.on}"


class Step(models.Model):
    """What was done about an employer on a day. `due_on` is the day until which the next one waits, as it was
    computed when the step was recorded; `withdraws` names the step that this one takes back.
    """

    class Kind(models.TextChoices):
        """Which step, in the order of the agency's practice."""

        NOTICE_1 = "NOTICE_1", _("Surat teguran 1")
        NOTICE_2 = "NOTICE_2", _("Surat teguran 2")
        VISIT_1 = "VISIT_1", _("Kunjungan 1")
        VISIT_2 = "VISIT_2", _("Kunjungan 2")
        SUMMONS = "SUMMONS", _("Panggilan bersama pengawas atau kejaksaan (SKK)")
        RECOMMENDATION = "RECOMMENDATION", _("Rekomendasi kepada pemerintah daerah")
        TMP2T_ASKED = "TMP2T_ASKED", _("Permintaan sanksi TMP2T")
        TMP2T_IMPOSED = "TMP2T_IMPOSED", _("Sanksi TMP2T dikenakan")
        TMP2T_LIFTED = "TMP2T_LIFTED", _("Sanksi TMP2T dicabut")
        MENDED = "MENDED", _("Sudah mendaftar atau memperbaiki")
        CLOSED = "CLOSED", _("Ditutup dengan alasan")
        WITHDRAWN = "WITHDRAWN", _("Langkah ditarik kembali")

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    on = models.DateField()
    due_on = models.DateField(null=True)
    officer = models.CharField(max_length=150, blank=True, default="")
    together_with = models.CharField(max_length=200, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["employer", "kind"])]
        constraints = [
            models.CheckConstraint(
                name="step_withdrawal_names_its_step",
                condition=Q(kind="WITHDRAWN", withdraws__isnull=False)
                | (~Q(kind="WITHDRAWN") & Q(withdraws=None)),
            ),
            models.CheckConstraint(
                name="step_closed_with_reason",
                condition=~Q(kind__in=["CLOSED", "WITHDRAWN"]) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.kind} {self.on}"


class LicenceCheck(models.Model):
    """A licence office asked whether an applicant is registered, and what it was told. It records and advises;
    whether a permit is given is not decided here.
    """

    class Result(models.TextChoices):
        """What was found."""

        REGISTERED = "REGISTERED", _("Sudah terdaftar")
        ADVISED = "ADVISED", _("Diarahkan mendaftar")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    applicant = models.CharField(max_length=200)
    nib = models.CharField(max_length=13, blank=True, default="")
    permit = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=200)
    result = models.CharField(max_length=10, choices=Result.choices)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="licence_checks")
    note = models.CharField(max_length=500, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "on"])]

    def __str__(self) -> str:
        return f"{self.applicant} {self.permit}"
