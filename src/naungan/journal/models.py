"""Entries and changes. Rows are added, never edited."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class AppendOnly(models.QuerySet[Any]):
    """Rows that are added and read; to update or delete them is a bug."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Never."""
        raise AssertionError("the journal is append-only")

    def delete(self) -> NoReturn:
        """Never."""
        raise AssertionError("the journal is append-only")


class Entry(models.Model):
    """One service call: who did what, when and why. Rows that it created carry its id."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    summary = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"


class Change(models.Model):
    """What one updated record was before and after an entry: only the fields that changed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="changes")
    model = models.CharField(max_length=60)
    record = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [models.Index(fields=["model", "record"])]

    def __str__(self) -> str:
        return f"{self.model} {self.record}"
