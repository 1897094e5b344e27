"""Benefits that the agency paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.claims.models.cases import Claim
from naungan.claims.models.files import IncomingFile
from naungan.journal.models import Entry
from naungan.registry.models import Group, Person


class BenefitPayment(models.Model):
    """Money that came back to a family. Whole rupiah; rows are added, a mistake is reversed by a row naming it.

    `paid_on` is the business date, `recorded_at` the second clock. `people` counts who received it; more than one
    only where a source tells a sum. `person` is the worker from whose membership it comes, if known.
    """

    class Programme(models.TextChoices):
        """Which programme pays."""

        JKK = "JKK", "JKK"
        JKM = "JKM", "JKM"
        JHT = "JHT", "JHT"
        JP = "JP", "JP"
        JKP = "JKP", "JKP"

    class Kind(models.TextChoices):
        """What it is for."""

        DEATH = "DEATH", _("Santunan kematian")
        FUNERAL = "FUNERAL", _("Biaya pemakaman")
        PERIODIC = "PERIODIC", _("Santunan berkala")
        SCHOLARSHIP = "SCHOLARSHIP", _("Beasiswa")
        CARE = "CARE", _("Perawatan dan pengobatan")
        INCAPACITY = "INCAPACITY", _("Santunan tidak mampu bekerja")
        DISABILITY = "DISABILITY", _("Santunan cacat")
        SAVINGS = "SAVINGS", _("Jaminan hari tua")
        PENSION = "PENSION", _("Pensiun")
        OTHER = "OTHER", _("Lainnya")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="payments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    programme = models.CharField(max_length=3, choices=Programme.choices)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(default=1)
    amount_rp = models.BigIntegerField()
    paid_on = models.DateField(db_index=True)
    reference = models.CharField(max_length=80)
    source = models.CharField(max_length=200, blank=True, default="")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    file = models.ForeignKey(IncomingFile, on_delete=models.PROTECT, null=True, related_name="benefits")
    recorded_at = models.DateTimeField(db_index=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["reference"])]
        constraints = [
            models.CheckConstraint(
                name="benefit_sign",
                condition=Q(reverses=None, amount_rp__gt=0) | Q(reverses__isnull=False, amount_rp__lt=0),
            )
        ]

    def __str__(self) -> str:
        return self.reference
