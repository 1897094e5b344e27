"""Reference snapshots, how people of a roll stand, quotas, who replaces whom, and cards that were handed out.

Rows are added, never edited. Where a newer row takes the place of an older one, `is_latest` moves on to it and the
older one stays as it was.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry


class Snapshot(models.Model):
    """A registry of others as it was on a day: the civil registry's people, or the social registry's deciles.

    Of two snapshots that know a person, the one with the newer `as_of` counts.
    """

    class Kind(models.TextChoices):
        """Whose registry."""

        CIVIL = "CIVIL", _("Data kependudukan (Dukcapil)")
        SOCIAL = "SOCIAL", _("Data sosial ekonomi (DTSEN)")

    kind = models.CharField(max_length=6, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "area", "as_of", "sha256"], name="snapshot_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area_id} {self.as_of}"


class SnapshotRow(models.Model):
    """One person in a snapshot, and no more about them than verification needs."""

    class Life(models.TextChoices):
        """What the civil registry says of them."""

        ALIVE = "ALIVE", _("Hidup")
        MOVED = "MOVED", _("Pindah")
        DEAD = "DEAD", _("Meninggal dunia")

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="rows")
    nik = models.CharField(max_length=16)
    name = models.CharField(max_length=150)
    birth_on = models.DateField(null=True)
    life = models.CharField(max_length=5, choices=Life.choices, blank=True, default="")
    decile = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nik", "snapshot"], name="snapshot_row_once"),
            models.CheckConstraint(
                name="snapshot_decile_1_to_10",
                condition=Q(decile__isnull=True) | Q(decile__gte=1, decile__lte=10),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.name}"


class Standing(models.Model):
    """How a person of a proposed roll stands: what the registries said of them, and what was decided.

    A check and every decision add a row; the latest counts. `place` is the place in the order in which the quota was
    filled (1 is the first).
    """

    class Result(models.TextChoices):
        """What the civil registry says of the person as the list has them."""

        UNKNOWN = "UNKNOWN", _("Belum ada data acuan")
        FOUND = "FOUND", _("Ditemukan")
        NAME = "NAME", _("Nama berbeda")
        BIRTH = "BIRTH", _("Tanggal lahir berbeda")
        DEAD = "DEAD", _("Meninggal dunia")
        MOVED = "MOVED", _("Pindah keluar")
        NOT_FOUND = "NOT_FOUND", _("Tidak ditemukan")

    class State(models.TextChoices):
        """What was decided."""

        WAITING = "WAITING", _("Menunggu keputusan")
        VERIFIED = "VERIFIED", _("Terverifikasi")
        QUEUED = "QUEUED", _("Menunggu kuota")
        REJECTED = "REJECTED", _("Tidak lolos")

    class Cause(models.TextChoices):
        """Why somebody was rejected."""

        DEAD = "DEAD", _("Meninggal dunia")
        MOVED = "MOVED", _("Pindah keluar wilayah")
        NOT_FOUND = "NOT_FOUND", _("Tidak ditemukan di data kependudukan")
        IDENTITY = "IDENTITY", _("Nama atau tanggal lahir tidak cocok")
        DECILE = "DECILE", _("Di luar desil sasaran")
        COVERED = "COVERED", _("Sudah terlindungi daftar lain")
        WAGE_EARNER = "WAGE_EARNER", _("Penerima upah")
        CRITERIA = "CRITERIA", _("Tidak memenuhi kriteria daerah")
        OTHER = "OTHER", _("Lainnya")

    membership = models.ForeignKey("registry.Membership", on_delete=models.PROTECT, related_name="standings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    result = models.CharField(max_length=9, choices=Result.choices, default=Result.UNKNOWN)
    civil = models.ForeignKey(SnapshotRow, on_delete=models.PROTECT, null=True, related_name="+")
    decile = models.PositiveSmallIntegerField(null=True)
    cause = models.CharField(max_length=11, choices=Cause.choices, blank=True, default="")
    place = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    is_latest = models.BooleanField(default=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], name="standing_latest_once", condition=Q(is_latest=True)
            ),
            models.CheckConstraint(
                name="standing_rejected_for_a_cause", condition=~Q(state="REJECTED") | ~Q(cause="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.state}"


class Quota(models.Model):
    """How many people of a roll an area may have; the newest of a roll and area counts."""

    roll = models.ForeignKey("registry.Roll", on_delete=models.PROTECT, related_name="quotas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    is_latest = models.BooleanField(default=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roll", "area"], name="quota_latest_once", condition=Q(is_latest=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.area_id} {self.people}"


class QuotaOrder(models.Model):
    """In which order a region fills its quotas: keys of `decrees.quotas.KEYS`; the newest of an area counts."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    order = models.JSONField()
    basis = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.area_id} {self.basis}"


class Replacement(models.Model):
    """Who takes whose place by a supplementary decree, and from which month."""

    replaced = models.OneToOneField(
        "registry.Membership", on_delete=models.PROTECT, related_name="replaced_by"
    )
    successor = models.OneToOneField("registry.Membership", on_delete=models.PROTECT, related_name="replaces")
    from_month = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="replacement_of_two", condition=~Q(replaced=F("successor")))
        ]

    def __str__(self) -> str:
        return f"{self.replaced_id} {self.successor_id}"


class Card(models.Model):
    """Whether a member has the card: handed over on a day, or that taken back (a mistake)."""

    membership = models.ForeignKey("registry.Membership", on_delete=models.PROTECT, related_name="cards")
    is_received = models.BooleanField(default=True)
    on = models.DateField()
    is_latest = models.BooleanField(default=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], name="card_latest_once", condition=Q(is_latest=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.is_received}"
