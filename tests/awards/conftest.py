"""A province with two regencies, another province, people at desks, and an edition on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import RoleGrant, User
from naungan.areas.models import Area
from naungan.awards.models import AwardEdition, Candidate, Category, Criterion, Juror, Stage
from naungan.awards.services import (
    add_category,
    advance,
    appoint,
    choose_finalists,
    give_scores,
    nominate,
    open_edition,
    state_value,
    verify,
)

AREAS = {
    "71": "Sulawesi Utara",
    "71.01": "Kabupaten Bolaang Mongondow",
    "75": "Gorontalo",
    "75.03": "Kabupaten Bone Bolango",
    "75.04": "Kabupaten Pohuwato",
    "75.71": "Kota Gorontalo",
}
TODAY = date(2021, 3, 1)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    """Refusals in Indonesian, whatever a test before has left switched on."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True)
def at_home(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files lie in a home of the test's own, and every day is the same day."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def places(db: None) -> None:
    from naungan.coverage.services import load_indicators
    from naungan.registry.services import load_groups

    for code, name in AREAS.items():
        parent = code.rpartition(".")[0] or None
        Area.objects.create(code=code, name=name, level=code.count(".") + 1, parent_id=parent)
    load_groups()
    load_indicators()


@pytest.fixture
def desk(places: None) -> Callable[..., Client]:
    """A signed-in client with a role in a place ("" is everywhere)."""

    def sit(role: str = "cooperation", area: str = "75") -> Client:
        user = User.objects.create(username=f"{role}-{area}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role, area_id=area or None)
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return sit


@dataclass
class World:
    """A national edition with its regency category; three candidates of two provinces."""

    edition: AwardEdition
    category: Category
    candidates: dict[str, Candidate]
    actor: Actor
    desk: Callable[..., Client]

    @property
    def jury_criteria(self) -> list[Criterion]:
        return list(self.category.criteria.filter(method=Criterion.Method.JURY))

    def juror(self, area: str = "") -> tuple[Client, Juror]:
        client = self.desk("juror", area)
        return client, appoint(self.edition, client.user, actor=self.actor)  # type: ignore[attr-defined]

    def score(self, juror: Juror, area: str, *scores: int) -> None:
        found = actor_for(juror.user, "awards.judge")
        assert found is not None
        given = {one.pk: score for one, score in zip(self.jury_criteria, scores, strict=True)}
        give_scores(juror, self.candidates[area], given, actor=found)

    def to_interview(self, values: dict[str, int] | None = None) -> None:
        """Verify everybody, state what the system does not know, and invite all three."""
        advance(self.edition, on=date(2021, 2, 1), actor=self.actor)
        for code, one in self.candidates.items():
            verify(one, on=date(2021, 2, 2), actor=self.actor)
            one.refresh_from_db()
            for criterion in self.category.criteria.exclude(method=Criterion.Method.JURY):
                if not one.values.filter(criterion=criterion).exists():
                    value = (values or {}).get(code, 50) * (100 if criterion.unit == "percent" else 1)
                    state_value(
                        one,
                        criterion,
                        value=value,
                        source="Dokumen rekaan",
                        as_of=date(2020, 12, 31),
                        actor=self.actor,
                    )
        chosen = [one.pk for one in self.candidates.values()]
        choose_finalists(self.category, chosen, actor=self.actor, reason="semua diundang")
        advance(self.edition, on=date(2021, 2, 20), actor=self.actor)
        self.edition.refresh_from_db()
        assert self.edition.stage == Stage.INTERVIEW


@pytest.fixture
def world(desk: Callable[..., Client], actor: Actor) -> World:
    edition = open_edition(
        name="Paritrana Uji",
        organiser="Panitia uji",
        level="NATIONAL",
        assessed_from=date(2020, 1, 1),
        assessed_to=date(2020, 12, 31),
        opened_on=date(2021, 1, 10),
        actor=actor,
    )
    category = add_category(edition, kind="REGENCY", actor=actor, prize="Mobil")
    candidates = {
        code: nominate(category, on=date(2021, 1, 11), area_code=code, actor=actor)
        for code in ("75.03", "75.04", "71.01")
    }
    return World(edition, category, candidates, actor, desk)
