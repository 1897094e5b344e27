"""Deaths as they were reported."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.accounts.models import User
from naungan.areas.models import Area
from naungan.claims.models.files import IncomingFile
from naungan.journal.models import Entry
from naungan.registry.models import Person


class DeathReport(models.Model):
    """One death, as the paper says it. The registry holds the date and the ended memberships by `entry`.

    `area` is the person's domicile on the day of the report.
    """

    class Cause(models.TextChoices):
        """What the benefit depends on: a work accident pays by JKK, any other death by JKM."""

        ORDINARY = "DEATH", _("Bukan kecelakaan kerja")
        ACCIDENT = "WORK_ACCIDENT", _("Kecelakaan kerja")
        UNKNOWN = "UNKNOWN", _("Belum diketahui")

    class Source(models.TextChoices):
        """Who reported it."""

        CIVIL_REGISTRY = "CIVIL_REGISTRY", _("Dukcapil")
        VILLAGE = "VILLAGE", _("Desa/kelurahan")
        PAYER = "PAYER", _("Pembayar iuran")
        FAMILY = "FAMILY", _("Keluarga")
        OTHER = "OTHER", _("Lainnya")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="death_reports")
    died_on = models.DateField(db_index=True)
    place = models.CharField(max_length=150, blank=True, default="")
    certificate = models.CharField(max_length=80, blank=True, default="")
    cause = models.CharField(max_length=13, choices=Cause.choices, default=Cause.UNKNOWN)
    source = models.CharField(max_length=14, choices=Source.choices, default=Source.OTHER)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(IncomingFile, on_delete=models.PROTECT, null=True, related_name="deaths")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    undone_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="death_once", condition=Q(undone_entry__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.died_on}"


class DeathRequest(models.Model):
    """A call of the JSON face by its idempotency key, with the answer that it got: the same call gets it again."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="death_request_once")]

    def __str__(self) -> str:
        return self.key
