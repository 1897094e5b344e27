"""Rows of uploads that were kept out and wait to be mended."""

from django.db import models

from naungan.journal.models import Entry


class WaitingRow(models.Model):
    """A row of an upload that a check keeps out: whom it names, and by which checks (`codes`, ",a,b,").

    `row` is its place among the rows kept with the batch, `line` as the spreadsheet numbers it. The row is done with
    when a later file brings the person (`closed_by`, while that import is not undone) or somebody sets it aside with a
    reason (`aside_entry`).
    """

    batch = models.ForeignKey("registry.ImportBatch", on_delete=models.PROTECT, related_name="waiting")
    row = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True, default="")
    line = models.PositiveIntegerField()
    nik = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=150, blank=True, default="")
    birth_on = models.DateField(null=True)
    codes = models.CharField(max_length=200)
    closed_by = models.ForeignKey(
        "registry.ImportBatch", on_delete=models.PROTECT, null=True, related_name="closing"
    )
    aside_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="waiting_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.sheet}:{self.line}"
