"""The small registry of the pages' tests, and two records of one woman in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from naungan.registry.duplicates.models import Pair
from tests.registry.pages.conftest import World, sign_in, world

__all__ = ["Twice", "sign_in", "twice", "world"]


class Twice:
    """Siti and her second record, with a mistyped NIK, and the pair that a search left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.siti = world.people["SITI HADIJAH"]
        self.siti.birth_on = date(1990, 7, 5)
        self.siti.save()
        self.again = world.person(
            "SITI HADIDJAH",
            "7503014507900019",
            "75.03.01.2006",
            sex="P",
            birth_on=date(1990, 7, 5),
            mother_name="HAPSA LAMUSU",
        )
        self.pair = self.pair_of(self.siti, self.again)

    def pair_of(self, one: Any, other: Any, **more: Any) -> Pair:
        first, second = sorted((one, other), key=lambda person: person.pk)
        given = {"ppm": 998_500, "method": "PROBABLE", "digest": "x" * 64, "found_on": date(2021, 5, 1)}
        evidence = {"name": 1, "birth": 0, "place": 0, "serial": 1, "mother": -1, "home": 1, "sex": 0}
        return Pair.objects.create(
            first=first, second=second, entry=self.world.entry, evidence=evidence, **(given | more)
        )

    def fresh(self) -> Pair:
        return Pair.objects.get(pk=self.pair.pk)


@pytest.fixture
def twice(world: World) -> Twice:
    return Twice(world)
