"""An edition: opened, given categories with criteria and weights, led from stage to stage."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.awards import scoring
from naungan.awards.models import AwardEdition, Category, Criterion, Stage, StageStep
from naungan.awards.queries import organises
from naungan.awards.services.ground import changed, entry_of, organised
from naungan.journal.models import Entry
from naungan.law.findings import Refused

_TEMPLATES: Final = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "templates.toml").read_text(encoding="utf-8")
)
Level, Method = AwardEdition.Level, Criterion.Method


@transaction.atomic
def open_edition(
    *,
    name: str,
    organiser: str,
    level: str,
    assessed_from: date,
    assessed_to: date,
    opened_on: date,
    actor: Actor,
    area_code: str | None = None,
    least_jurors: int = 1,
    note: str = "",
    source: str = "",
    reason: str = "",
) -> AwardEdition:
    """A new edition in the stage of nomination; the province for a provincial one, none for a national one.

    Refused: `award.known`, `award.days`, `award.area`, `award.not_organiser`.
    """
    edition = AwardEdition(
        name=name.strip(),
        organiser=organiser.strip(),
        level=level,
        area_id=area_code if level == Level.PROVINCIAL else None,
        assessed_from=assessed_from,
        assessed_to=assessed_to,
        least_jurors=least_jurors,
        note=note,
        source=source,
    )
    _refuse_if_unfit(edition, actor)
    edition.entry = entry_of(actor, "open_edition", edition.area_id, reason, name=edition.name)
    edition.save(force_insert=True)
    _step(edition, Stage.NOMINATION, opened_on, "", edition.entry)
    return edition


@transaction.atomic
def add_category(
    edition: AwardEdition,
    *,
    kind: str,
    actor: Actor,
    finalists: int = 8,
    winners: int = 3,
    prize: str = "",
    reason: str = "",
) -> Category:
    """A category with the criteria of its template; their weights are marked as an assumption.

    Refused: `award.category_known`, `award.category_counts`, `award.stage`, `award.not_organiser`.
    """
    kept = organised(edition, actor, Stage.NOMINATION)
    if kept.categories.filter(kind=kind).exists():
        raise Refused("award.category_known", _("Kategori ini sudah ada dalam edisi ini."), where="kind")
    if not 1 <= winners <= finalists:
        raise Refused(
            "award.category_counts",
            _("Jumlah pemenang (%(winners)s) tidak boleh melebihi jumlah finalis (%(finalists)s).")
            % {"winners": winners, "finalists": finalists},
            where="winners",
            mend=_("Isi jumlah pemenang antara 1 dan jumlah finalis."),
        )
    entry = entry_of(actor, "add_category", kept.area_id, reason, edition=kept.pk, kind=kind)
    category = Category.objects.create(
        edition=kept, kind=kind, finalists=finalists, winners=winners, prize=prize, entry=entry
    )
    rows = _TEMPLATES[_TEMPLATES["of"][kind]]
    assert sum(row[-1] for row in rows) == scoring.FULL, "a template's weights make a whole"
    Criterion.objects.bulk_create(
        Criterion(
            category=category,
            position=at,
            name=title,
            method=method,
            unit=unit,
            low=low,
            high=high,
            weight=weight,
            is_assumed=True,
            entry=entry,
        )
        for at, (title, method, unit, low, high, weight) in enumerate(rows, 1)
    )
    return category


@transaction.atomic
def add_criterion(
    category: Category,
    *,
    name: str,
    method: str,
    actor: Actor,
    unit: str = "",
    low: int = 0,
    high: int = scoring.FULL,
    reason: str = "",
) -> Criterion:
    """One more criterion, at first without weight. Refused: `award.scale`, `award.stage`, `award.not_organiser`."""
    edition = organised(category.edition, actor, Stage.NOMINATION)
    if high <= low:
        raise Refused(
            "award.scale",
            _("Ujung atas skala (%(high)s) harus lebih besar dari ujung bawahnya (%(low)s).")
            % {"high": high, "low": low},
            where="high",
        )
    last = category.criteria.aggregate(last=Max("position"))["last"] or 0
    entry = entry_of(actor, "add_criterion", edition.area_id, reason, category=category.pk, name=name)
    return Criterion.objects.create(
        category=category,
        position=last + 1,
        name=name,
        method=method,
        unit=unit,
        low=low,
        high=high,
        weight=0,
        is_assumed=True,
        entry=entry,
    )


@transaction.atomic
def set_weights(category: Category, weights: Mapping[int, int], *, actor: Actor, reason: str) -> None:
    """The committee's weights by criterion, in ten-thousandths; together they must make 10,000 (100 %).

    Refused: `award.weights`, `award.stage` (weights are fixed once verifying has begun), `award.not_organiser`.
    """
    edition = organised(category.edition, actor, Stage.NOMINATION)
    criteria = list(category.criteria.all())
    assert {one.pk for one in criteria} == set(weights), "every criterion has a weight"
    whole = sum(weights.values())
    if whole != scoring.FULL or any(weight < 0 for weight in weights.values()):
        raise Refused(
            "award.weights",
            _("Jumlah bobot %(sum)s %%; harus tepat 100,00 %%.") % {"sum": _two_decimals(whole)},
            mend=_("Ubah bobot hingga jumlahnya 100,00 %; kriteria yang tidak dinilai diberi bobot 0."),
        )
    entry = entry_of(actor, "set_weights", edition.area_id, reason, category=category.pk)
    for one in criteria:
        changed(entry, one, weight=weights[one.pk], is_assumed=False)


def enter(edition: AwardEdition, stage: Stage, on: date, note: str, entry: Entry) -> None:
    """Move an edition, held, to a stage on a day. Refused: `award.day`."""
    last = edition.steps.order_by("-pk").first()
    if last is not None and on < last.entered_on:
        raise Refused(
            "award.day",
            _("Tanggal ini mendahului tahap sebelumnya, %(day)s.") % {"day": f"{last.entered_on:%d-%m-%Y}"},
            where="on",
        )
    changed(entry, edition, stage=stage)
    _step(edition, stage, on, note, entry)


def _step(edition: AwardEdition, stage: Stage, on: date, note: str, entry: Entry) -> None:
    StageStep.objects.create(edition=edition, stage=stage, entered_on=on, note=note, entry=entry)


def _refuse_if_unfit(edition: AwardEdition, actor: Actor) -> None:
    if edition.assessed_to < edition.assessed_from:
        raise Refused("award.days", _("Masa penilaian berakhir sebelum mulai."), where="assessed_to")
    if edition.level == Level.PROVINCIAL and not Area.objects.filter(
        pk=edition.area_id, level=Area.Level.PROVINCE
    ):
        raise Refused("award.area", _("Pilih provinsi yang menyelenggarakan edisi ini."), where="area")
    if not organises(actor.scope, edition):
        raise Refused(
            "award.not_organiser",
            _("Edisi nasional hanya dibuka oleh pengguna yang memegang seluruh wilayah."),
            where="level",
            mend=_("Pilih tingkat provinsi, atau minta administrator membukanya."),
        )
    if AwardEdition.objects.filter(name=edition.name).exists():
        raise Refused(
            "award.known",
            _('Edisi bernama "%(name)s" sudah ada.') % {"name": edition.name},
            where="name",
            mend=_("Bedakan namanya, misalnya dengan tahun atau tingkatnya."),
        )


def _two_decimals(hundredths: int) -> Any:
    return f"{hundredths // 100},{hundredths % 100:02d}"
