"""Papers that were issued: rows are added; one that no longer holds is withdrawn, never deleted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.journal.models import Entry


class IssuedPaper(models.Model):
    """A paper with its number and the secret part of the address that its QR code leads to.

    `subject` names the record that it is about ("awards.Candidate:12"); `facts` are the pairs of label and
    value that the public page shows: nothing that may not be public belongs there. `digest` is the SHA-256 of
    kind, title, day and facts: what makes it the same paper when it is asked for again.
    """

    class Kind(models.TextChoices):
        """What kind of paper."""

        CERTIFICATE = "certificate", _("Piagam")
        MEMBERSHIP = "membership", _("Bukti kepesertaan")
        BILL = "bill", _("Tagihan")
        RECEIPT = "receipt", _("Tanda terima")
        STATEMENT = "statement", _("Rekening koran iuran")
        LETTER = "letter", _("Surat")
        MINUTES = "minutes", _("Berita acara")
        ANNEX = "annex", _("Lampiran SK")
        REPORT = "report", _("Laporan")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    series = models.CharField(max_length=20)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    token = models.CharField(max_length=26, unique=True)
    title = models.CharField(max_length=200)
    facts = models.JSONField(default=list)
    issued_on = models.DateField()
    subject = models.CharField(max_length=80, db_index=True)
    digest = models.CharField(max_length=64)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            # a paper of no area is told apart by its whole number alone
            models.UniqueConstraint(
                fields=["series", "area", "year", "position"], name="paper_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["subject", "digest"], name="paper_issued_once", condition=Q(withdrawn_on=None)
            ),
            models.CheckConstraint(
                name="paper_withdrawn_with_reason",
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number
