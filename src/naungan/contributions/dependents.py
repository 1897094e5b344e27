"""What of this room stands on an import batch: bills that were posted for its memberships."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from naungan.contributions.queries.rows import living, posted_runs
from naungan.kit import numbers
from naungan.registry.models import ImportBatch, Membership


def bills_of_batch(batch: ImportBatch) -> str | None:
    """A sentence that names the months billed for members whom the batch brought, or None."""
    if batch.commit_entry_id is None or batch.roll_id is None:
        return None
    members = list(Membership.objects.filter(entry=batch.commit_entry_id).values_list("pk", flat=True))
    runs = list(posted_runs().filter(bills__lines__roll=batch.roll_id).distinct())
    if not members or not runs:
        return None
    wanted = pl.col("membership_id").is_in(members)
    billed = living(runs).filter(wanted).select(pl.col("month").unique().sort()).collect()["month"].to_list()
    if not billed:
        return None
    return _("iurannya sudah ditagih untuk %(months)s") % {"months": ", ".join(map(numbers.month, billed))}
