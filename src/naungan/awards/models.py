"""Award editions, their categories, criteria and candidates; values, jurors' scores, places and certificates.

Values and scores are rows that are added: the newest of a candidate and criterion counts. Scores and
normalised values are whole hundredths of a point (0 to 10,000), weights whole ten-thousandths.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.accounts.models import User
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.papers.models import IssuedPaper
from naungan.registry.models import Payer


class Stage(models.TextChoices):
    """The stages of an edition, in order."""

    NOMINATION = "NOMINATION", _("Pengusulan")
    VERIFICATION = "VERIFICATION", _("Verifikasi")
    INTERVIEW = "INTERVIEW", _("Wawancara")
    RANKED = "RANKED", _("Diperingkat")
    AWARDED = "AWARDED", _("Dianugerahkan")


class AwardEdition(models.Model):
    """One edition of an award. Its name stands apart from the period that it assesses, because the same cycle
    is called by either year. `area` is the province of a provincial edition, None for a national one.
    `least_jurors` scores are needed for each criterion of a finalist before places are given.
    """

    class Level(models.TextChoices):
        """Who holds it."""

        PROVINCIAL = "PROVINCIAL", _("Provinsi")
        NATIONAL = "NATIONAL", _("Nasional")

    name = models.CharField(max_length=150, unique=True)
    organiser = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    assessed_from = models.DateField()
    assessed_to = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.NOMINATION)
    least_jurors = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="edition_days_in_order", condition=Q(assessed_to__gte=F("assessed_from"))
            ),
            models.CheckConstraint(
                name="edition_area_by_level",
                condition=Q(level="NATIONAL", area=None) | Q(level="PROVINCIAL", area__isnull=False),
            ),
            models.CheckConstraint(name="edition_least_jurors", condition=Q(least_jurors__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class StageStep(models.Model):
    """The day on which an edition entered a stage; who and why is in the entry."""

    edition = models.ForeignKey(AwardEdition, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    entered_on = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "stage"], name="edition_stage_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.stage} {self.entered_on}"


class Category(models.Model):
    """A category of an edition: how many reach the interview, how many win, and what."""

    class Kind(models.TextChoices):
        """Who competes."""

        PROVINCE = "PROVINCE", _("Pemerintah provinsi")
        REGENCY = "REGENCY", _("Pemerintah kabupaten/kota")
        VILLAGE = "VILLAGE", _("Pemerintah desa")
        LARGE = "LARGE", _("Badan usaha besar")
        MEDIUM = "MEDIUM", _("Badan usaha menengah")
        SMALL = "SMALL", _("Usaha kecil dan mikro")
        PUBLIC = "PUBLIC", _("Pelayanan publik")

    edition = models.ForeignKey(AwardEdition, on_delete=models.PROTECT, related_name="categories")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    finalists = models.PositiveSmallIntegerField(default=8)
    winners = models.PositiveSmallIntegerField(default=3)
    prize = models.CharField(max_length=200, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="category_once"),
            models.CheckConstraint(
                name="category_counts",
                condition=Q(finalists__gte=1, winners__gte=1) & Q(winners__lte=F("finalists")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Criterion(models.Model):
    """What is assessed, with which weight (of 10,000), and where its value comes from.

    A value is brought to hundredths of a point on a straight line: `low` gives 0, `high` gives 10,000, what
    lies outside gives the end. `is_assumed`: the weight is the template's, not yet the committee's.
    """

    class Method(models.TextChoices):
        """Where the value comes from."""

        COVERAGE = "COVERAGE", _("Cakupan kepesertaan, dari sistem")
        ON_TIME = "ON_TIME", _("Ketepatan bayar iuran, dari sistem")
        REGULATIONS = "REGULATIONS", _("Peraturan yang berlaku, dari sistem")
        BUDGETED = "BUDGETED", _("Kelompok yang dianggarkan, dari sistem")
        STATED = "STATED", _("Dinyatakan panitia dengan bukti")
        JURY = "JURY", _("Nilai juri")

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    method = models.CharField(max_length=11, choices=Method.choices)
    unit = models.CharField(max_length=30, blank=True, default="")
    low = models.IntegerField(default=0)
    high = models.IntegerField(default=10_000)
    weight = models.PositiveSmallIntegerField()
    is_assumed = models.BooleanField(default=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["category", "position"], name="criterion_once"),
            models.CheckConstraint(name="criterion_scale", condition=Q(high__gt=F("low"))),
            models.CheckConstraint(name="criterion_weight", condition=Q(weight__gte=0, weight__lte=10_000)),
        ]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Who competes in a category: a government (its area), a payer, or a name that the system does not know."""

    class State(models.TextChoices):
        """Where a candidate stands before places are given."""

        NOMINATED = "NOMINATED", _("Diusulkan")
        VERIFIED = "VERIFIED", _("Terverifikasi")
        WITHDRAWN = "WITHDRAWN", _("Tidak dilanjutkan")

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="candidates")
    name = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.NOMINATED)
    nominated_on = models.DateField()
    nominated_by = models.CharField(max_length=200, blank=True, default="")
    verified_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")
    is_finalist = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "name"], name="candidate_once_by_name"),
            models.CheckConstraint(
                name="candidate_verified_has_day",
                condition=Q(state="VERIFIED", verified_on__isnull=False) | ~Q(state="VERIFIED"),
            ),
            models.CheckConstraint(
                name="candidate_withdrawn_has_reason",
                condition=Q(state="WITHDRAWN") & ~Q(withdrawn_reason="")
                | ~Q(state="WITHDRAWN") & Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="candidate_finalist_is_verified", condition=Q(is_finalist=False) | Q(state="VERIFIED")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A file kept for a candidate, for one criterion or for all (see `naungan.kit.files`)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "sha256"], name="evidence_once")]

    def __str__(self) -> str:
        return self.title


class CriterionValue(models.Model):
    """A candidate's value of a criterion in the criterion's unit, with where it comes from.

    `as_of` and `known_at` freeze what the system said: both clocks. A newer row supersedes.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="values")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="values")
    value = models.IntegerField()
    source = models.CharField(max_length=500)
    as_of = models.DateField()
    known_at = models.DateTimeField()
    is_computed = models.BooleanField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["candidate", "criterion"])]
        constraints = [models.CheckConstraint(name="value_says_whence", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.criterion_id}"


class Juror(models.Model):
    """A user who judges in an edition."""

    edition = models.ForeignKey(AwardEdition, on_delete=models.PROTECT, related_name="jurors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="juror_once")]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A juror's own word that a candidate is too near to be judged by them."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="conflicts")
    reason = models.CharField(max_length=500)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["juror", "candidate"], name="conflict_once"),
            models.CheckConstraint(name="conflict_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.candidate_id}"


class JuryScore(models.Model):
    """One juror's score of a finalist by a criterion, 0 to 10,000 hundredths; a correction is a newer row."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="scores")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["candidate", "criterion", "juror"])]
        constraints = [models.CheckConstraint(name="score_in_range", condition=Q(score__lte=10_000))]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.candidate_id} {self.criterion_id}"


class Placing(models.Model):
    """A finalist's total (hundredths) and place, written once when the edition is ranked."""

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="placing")
    total = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    tie = models.CharField(max_length=200, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.place}"


class Certificate(models.Model):
    """A *piagam*: for a winner, for orderly payment, or of a hand-over; number and code are the paper's."""

    class Kind(models.TextChoices):
        """What it is for."""

        AWARD = "AWARD", _("Juara penghargaan")
        ON_TIME = "ON_TIME", _("Pembayar tepat waktu")
        HAND_OVER = "HAND_OVER", _("Serah terima")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    recipient = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, related_name="certificates")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+")
    giver = models.CharField(max_length=200)
    occasion = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    given_on = models.DateField()
    place = models.CharField(max_length=100, blank=True, default="")
    signer = models.CharField(max_length=150, blank=True, default="")
    signer_title = models.CharField(max_length=150, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    paper = models.OneToOneField(IssuedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["kind", "given_on"])]

    def __str__(self) -> str:
        return f"{self.recipient} {self.given_on}"
