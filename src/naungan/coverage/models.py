"""Indicators, their denominators and targets, figures that others reported, and the outlines of areas."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.registry.models import Group


class Indicator(models.Model):
    """A measure with its definition: which persons count above, which below the line, and in which area.

    A person counts when one membership of the month fits all of: its group is one of `groups` or lies within
    one (none = every group that is counted at all), its segment is `segment` ("" = any), it holds every
    programme of `programmes` ("JKK,JKM"; "" = any), it is paid by `paid_by` ("" = whoever). A person is
    attributed to the area of the domicile.
    """

    class Basis(models.TextChoices):
        """What the protected are held against."""

        POTENTIAL = "POTENTIAL", _("Potensi pekerja")
        EMPLOYED = "EMPLOYED", _("Semua penduduk bekerja")
        TARGET = "TARGET", _("Target")

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    definition = models.TextField()
    definition_en = models.TextField()
    doubt = models.TextField(blank=True, default="")
    doubt_en = models.TextField(blank=True, default="")
    groups = models.ManyToManyField(Group, blank=True, related_name="indicators")
    segment = models.CharField(max_length=5, blank=True, default="")
    programmes = models.CharField(max_length=30, blank=True, default="")
    paid_by = models.CharField(max_length=8, blank=True, default="")
    method = models.TextField(blank=True, default="")
    method_en = models.TextField(blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    source_en = models.CharField(max_length=300, blank=True, default="")
    basis = models.CharField(max_length=9, choices=Basis.choices, default=Basis.POTENTIAL)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Denominator(models.Model):
    """How many people could be covered in an area at a date, by which method, from which source.

    A newer row never replaces an older one: a report as of a date takes the newest at or before it that was
    known then.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="denominators")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    segment = models.CharField(max_length=5, blank=True, default="")
    on = models.DateField()
    people = models.PositiveIntegerField()
    method = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["indicator", "area", "on"])]
        constraints = [
            models.CheckConstraint(
                name="denominator_says_how_and_whence", condition=~Q(method="") & ~Q(source="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.on}"


class Qualifier(models.TextChoices):
    """How a published figure was meant."""

    EXACT = "exactly", _("tepat")
    AT_LEAST = "at_least", _("sedikitnya")
    ABOUT = "about", _("sekitar")
    ABOVE = "above", _("di atas")
    AVERAGE = "average", _("rata-rata")


class Unit(models.TextChoices):
    """What a published figure counts."""

    EVENT = "event", _("peristiwa")
    PERCENT = "percent", _("persen")
    PEOPLE = "people", _("orang")
    RUPIAH = "rupiah", _("rupiah")
    RUPIAH_MONTH = "rupiah_month", _("rupiah sebulan")
    RANK = "rank", _("peringkat")
    VILLAGES = "villages", _("desa")
    CASES = "cases", _("kasus")
    MONTHS = "months", _("bulan")
    CANDIDATES = "candidates", _("calon")


class Precision(models.TextChoices):
    """How closely the source dates a figure: "2025" is a year, shown as one and compared as one."""

    DAY = "day", _("hari")
    MONTH = "month", _("bulan")
    YEAR = "year", _("tahun")


class ReportedFigure(models.Model):
    """What somebody said or printed: never taken for the truth, shown beside what the system computes.

    Exactly one of `percent_hundredths` (61.73 % = 6173), `people`, `rupiah`, `rank`, `number` (with `unit`) is
    given; an event has none. `indicator` is the code of an `Indicator` when the figure says coverage, else
    of a shipped subject or a name. An empty area is the whole of Indonesia. The figure holds for the days from
    `since` (its own day when empty, or the month or year of `precision`) to `as_of`. `printed` keeps the
    number and scale word as printed ("93.86 juta"), because its decimals say how exact it is. `whole` is the
    figure of which this one is said to be a part, `highest_in` the area whose highest it is said to be;
    `each` x `times` is how the speaker explained the number. The words of the statement are not kept.
    """

    code = models.CharField(max_length=40, unique=True)
    indicator = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    as_of = models.DateField()
    since = models.DateField(null=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    percent_hundredths = models.PositiveIntegerField(null=True)
    people = models.PositiveBigIntegerField(null=True)
    rupiah = models.BigIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveBigIntegerField(null=True)
    unit = models.CharField(max_length=12, choices=Unit.choices, default=Unit.EVENT)
    printed = models.CharField(max_length=40, blank=True, default="")
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    whole = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    highest_in = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    each = models.PositiveIntegerField(null=True)
    times = models.PositiveIntegerField(null=True)
    speaker = models.CharField(max_length=150, blank=True, default="")
    place = models.CharField(max_length=150, blank=True, default="")
    source = models.CharField(max_length=300)
    link = models.URLField(max_length=600, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reported_percent_in_range",
                condition=Q(percent_hundredths=None) | Q(percent_hundredths__lte=100000),
            ),
            models.CheckConstraint(
                name="reported_begins_before_it_ends", condition=Q(since=None) | Q(since__lte=F("as_of"))
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Target(models.Model):
    """What is to be reached in an area by a date: a share of its `basis`, or a number of people.

    Exactly one of `percent_hundredths` (43.92 % = 4392) and `people` is given. A percentage is only ever held
    against a figure of the same basis. An empty area is the whole of Indonesia. `on` is the last day of the
    year or month of `precision`. Never edited: of two rows for one plan, day and unit the newer one known
    at a moment holds.
    """

    class Kind(models.TextChoices):
        """The plan that sets the target."""

        RPJPN = "RPJPN", _("RPJPN (rencana jangka panjang nasional)")
        RPJMN = "RPJMN", _("RPJMN (rencana jangka menengah nasional)")
        RKP = "RKP", _("RKP (rencana kerja pemerintah)")
        RPJPD = "RPJPD", _("RPJPD (rencana jangka panjang daerah)")
        RPJMD = "RPJMD", _("RPJMD (rencana jangka menengah daerah)")
        RKPD = "RKPD", _("RKPD (rencana kerja pemerintah daerah)")
        UCJ = "UCJ", _("UCJ (Universal Coverage Jamsostek)")
        OWN = "OWN", _("Rencana daerah sendiri")

    class Basis(models.TextChoices):
        """Of what a target is a share; PEOPLE is a number of people and a share of nothing."""

        POTENTIAL = "POTENTIAL", _("Potensi pekerja")
        EMPLOYED = "EMPLOYED", _("Semua penduduk bekerja")
        PEOPLE = "PEOPLE", _("Jumlah orang")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    on = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.YEAR)
    percent_hundredths = models.PositiveIntegerField(null=True)
    people = models.PositiveBigIntegerField(null=True)
    basis = models.CharField(max_length=9, choices=Basis.choices)
    source = models.CharField(max_length=300)
    link = models.URLField(max_length=600, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["indicator", "area", "on"])]
        constraints = [
            models.CheckConstraint(
                name="target_is_a_share_or_people",
                condition=Q(percent_hundredths=None, people__gt=0, basis="PEOPLE")
                | (
                    Q(people=None, percent_hundredths__gt=0, percent_hundredths__lte=10000)
                    & ~Q(basis="PEOPLE")
                ),
            ),
            models.CheckConstraint(name="target_says_whence", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id or 'ID'} {self.kind} {self.on}"


class Boundary(models.Model):
    """The outline of an area for maps, from an official file, made simpler for drawing.

    `polygons` are polygons of rings of points `[longitude, latitude]` in hundred-thousandths of a degree; the
    first ring is the shore, the others are holes. Newer rows stand beside older ones and hold.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    polygons = models.JSONField()
    points = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "recorded_at"])]
        constraints = [models.CheckConstraint(name="boundary_says_whence", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"{self.area_id} {self.points}"
