"""A file that came in: a list of deaths, or the agency's list of benefits it paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry


class IncomingFile(models.Model):
    """One file, what was found in it, and what became of it.

    The file, its findings and the rejected rows lie below `NAUNGAN_HOME/claims/<id>/`. `area` is the place for
    which it came: its viewers see it.
    """

    class Kind(models.TextChoices):
        """What it lists."""

        DEATHS = "DEATHS", _("Daftar kematian")
        BENEFITS = "BENEFITS", _("Daftar manfaat yang dibayar")

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEWED = "PREVIEWED", _("Pratinjau")
        COMMITTED = "COMMITTED", _("Disimpan")
        UNDONE = "UNDONE", _("Dibatalkan")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREVIEWED)
    # the office that sent it: civil registry, village, agency
    source = models.CharField(max_length=200, blank=True, default="")
    counts = models.JSONField(default=dict)
    received_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    commit_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name
