"""Pairs of records that may be one person, overlaps of lists that pay for one person, and who of two payers yields."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry


class Pair(models.Model):
    """Two records of people that may be the same person, the smaller key first.

    `ppm` is the probability in parts per million; `evidence` the level of each part compared (0 the most alike, -1
    not known; see `duplicates.evidence`). `digest` is of what was compared: a pair that was decided is asked again
    only when it changed. A pair that is SAME has been merged: `lead` is the record that stands.
    """

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "OPEN", _("Menunggu keputusan")
        SAME = "SAME", _("Orang yang sama")
        DIFFERENT = "DIFFERENT", _("Orang berbeda")
        UNSURE = "UNSURE", _("Belum pasti")

    class Method(models.TextChoices):
        """How the pair was found."""

        PROBABLE = "PROBABLE", _("Kemungkinan (data dibandingkan bagian demi bagian)")
        EXACT = "EXACT", _("Nama, tanggal lahir, dan wilayah sama persis")

    first = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    ppm = models.PositiveIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices)
    evidence = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    found_on = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    lead = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    decision = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "-ppm"], name="pair_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="pair_ppm", condition=Q(ppm__lte=1_000_000)),
            models.CheckConstraint(
                name="pair_same_has_lead",
                condition=Q(state="SAME", lead__isnull=False) | (~Q(state="SAME") & Q(lead=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.state}"


class Linkage(models.Model):
    """One search for pairs: when, by which method, over how many people, and up to which record."""

    at = models.DateTimeField(auto_now_add=True)
    method = models.CharField(max_length=8, choices=Pair.Method.choices)
    people = models.PositiveIntegerField()
    newest_entry = models.BigIntegerField()
    pairs = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.method} {self.pairs}"


class Overlap(models.Model):
    """Two memberships of one person that pay the same programme in the same months; `yielding` gives way.

    `rule` says why it is that one. While it is OPEN the yielding membership is left out of a month that both run
    in; SETTLED ended it; LAWFUL lets both be billed; GONE: the lists do not meet any more.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "OPEN", _("Menunggu keputusan")
        SETTLED = "SETTLED", _("Selesai: satu daftar mengalah")
        LAWFUL = "LAWFUL", _("Keduanya tetap menurut ketentuan")
        GONE = "GONE", _("Tidak lagi tumpang tindih")

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    yielding = models.ForeignKey("registry.Membership", on_delete=models.PROTECT, related_name="+")
    standing = models.ForeignKey("registry.Membership", on_delete=models.PROTECT, related_name="+")
    first_month = models.PositiveIntegerField()
    last_month = models.PositiveIntegerField()
    programmes = models.CharField(max_length=30)
    rule = models.CharField(max_length=30)
    found_on = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    decision = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "first_month", "last_month"], name="overlap_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["yielding", "standing"], name="overlap_once"),
            models.CheckConstraint(name="overlap_of_two", condition=~Q(yielding=F("standing"))),
            models.CheckConstraint(
                name="overlap_months_in_order", condition=Q(last_month__gte=F("first_month"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_month}-{self.last_month} {self.state}"


class YieldRule(models.Model):
    """A region's own order of who stands when two lists pay for one person; the newest of an area counts.

    `order` holds the kinds of `duplicates.rules`, first the one that stands before all others. It is in force in the
    area and below it; a smaller area's own rule goes before.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    order = models.JSONField()
    basis = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.area_id} {self.basis}"
