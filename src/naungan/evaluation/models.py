"""Packs that were kept: what was shown at a meeting, to be shown again as it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.agreements.models import Meeting
from naungan.areas.models import Area
from naungan.journal.models import Entry


class KeptPack(models.Model):
    """A pack as it was on the day it was kept: `content` never changes, and `digest` (SHA-256) tells if it did.

    `known_at` is the moment up to which records counted. A pack may belong to a meeting.
    """

    class Kind(models.TextChoices):
        """Which pack."""

        MONEV = "MONEV", _("Bahan Rapat Monev")
        INPRES = "INPRES", _("Laporan Inpres 2/2021")

    kind = models.CharField(max_length=6, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    semester = models.CharField(max_length=6, blank=True, default="")
    as_of = models.DateField()
    known_at = models.DateTimeField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "kind", "as_of"])]
        constraints = [
            models.CheckConstraint(
                name="kept_pack_semester_if_inpres",
                condition=Q(kind="MONEV", semester="") | (Q(kind="INPRES") & ~Q(semester="")),
            )
        ]

    def __str__(self) -> str:
        return self.title
