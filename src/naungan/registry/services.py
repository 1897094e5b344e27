"""Writes of the registry, one function a use case. Payers, imports, deaths; the states of rolls are in
`states`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import Changed, record, record_changes
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.groups import load_groups
from naungan.registry.imports.batches import keep_findings
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.rejects import refuse_unfit_target, write_rejects
from naungan.registry.imports.run import ImportResult, NotAllAccepted, Request, run
from naungan.registry.models import Membership, Person
from naungan.registry.payers import add_payer, payer_for, registration_for

__all__ = [
    "ImportResult",
    "NotAllAccepted",
    "RollOptions",
    "add_payer",
    "import_roll",
    "load_groups",
    "payer_for",
    "record_death",
    "registration_for",
]


def import_roll(
    path: Path,
    options: RollOptions,
    *,
    actor: Actor,
    reason: str = "",
    dry_run: bool = False,
    all_or_nothing: bool = False,
    rejects: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Bring a list in and make its roll active at once (the command line's way).

    Good rows are written, bad ones given back (in `rejects`, a spreadsheet, if a path is given). `Refused`
    for a wrong
    file, wrong options, or `import.not_all_accepted`; nothing is written then. The same file twice changes
    nothing.
    """
    if rejects is not None:
        refuse_unfit_target(rejects, path)
    request = Request(options, actor, reason=reason, dry_run=dry_run, all_or_nothing=all_or_nothing)
    try:
        source, result = run(path, request, progress)
    except NotAllAccepted as refused:
        if rejects is not None:
            write_rejects(refused.source, refused.result, rejects)
        raise
    if rejects is not None:
        write_rejects(source, result, rejects)
    if result.batch_id is not None and not result.repeated:
        keep_findings(result.batch_id, source, result)
    return result


@transaction.atomic
def record_death(*, person: Person, on: date, actor: Actor, reason: str) -> Person:
    """Record a death: memberships end with its month. `Refused` out of scope, or for a second, other date."""
    person = Person.objects.select_for_update().get(pk=person.merged_into_id or person.pk)
    if not actor.scope.holds_area(person.domicile_id):
        raise Refused("person.out_of_scope", _("Orang ini di luar kewenangan Anda."), where="person")
    if person.deceased_on == on:
        return person
    if person.deceased_on is not None or (person.birth_on and on < person.birth_on):
        raise Refused(
            "death.date",
            _("Tanggal meninggal %(on)s tidak sesuai dengan data yang ada.") % {"on": on.isoformat()},
            where="on",
            mend=_("Periksa akta kematian; perbaiki catatan lama lebih dulu bila keliru."),
        )
    entry = record(
        actor=actor.name, user=actor.user, action="registry.record_death", reason=reason,
        summary={"area": person.domicile_id, "person": person.pk},
    )  # fmt: skip
    changes = [Changed("registry.Person", person.pk, {"deceased_on": None}, {"deceased_on": on.isoformat()})]
    person.deceased_on = on
    person.save(update_fields=["deceased_on"])
    for spell in Membership.objects.filter(person=person, last_month__gt=months.of(on)):
        last = max(months.of(on), spell.first_month - 1)
        after = {"last_month": last, "end_cause": Membership.EndCause.DEATH, "ended_on": on.isoformat()}
        changes.append(
            Changed(
                "registry.Membership",
                spell.pk,
                {"last_month": spell.last_month, "end_cause": spell.end_cause},
                after,
            )
        )
        Membership.objects.filter(pk=spell.pk).update(last_month=last, end_cause="DEATH", ended_on=on)
    record_changes(entry, changes)
    return person
