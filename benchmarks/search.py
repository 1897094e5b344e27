"""Finding one of a million people: the page of people as a browser asks for it, beside a plain scan of names."""

from __future__ import annotations

import random
from typing import Any

from benchmarks import ground
from benchmarks.child import seconds

GIVEN = (
    "Abdul",
    "Siti",
    "Mohamad",
    "Fatma",
    "Rahman",
    "Yusuf",
    "Nur",
    "Hasan",
    "Rusli",
    "Sri",
    "Karim",
    "Hawa",
)
SYLLABLES = ("la", "ta", "li", "o", "mo", "ba", "du", "ngi", "yo", "ka", "hu", "wa", "pa", "nto", "su", "ri")
ROUNDS = 5


def run(rows: int) -> dict[str, Any]:
    """Fill a registry (not counted) and ask for people; the best of five rounds, in seconds a page."""
    ground.ready()
    ground.fill(rows)
    rare = _name_everybody(rows)
    from django.core.management import call_command
    from django.test import Client

    from naungan.accounts.access import operator
    from naungan.accounts.models import User
    from naungan.accounts.services import Place, add_user

    call_command("collectstatic", verbosity=0, interactive=False)
    add_user(username="ukur", role="administrator", place=Place(everywhere=True), actor=operator("benchmark"))
    client = Client()
    client.force_login(User.objects.get(username="ukur"))
    asked = {
        "a NIK": "7503010101000777",
        "a rare name": rare,
        "a common name": "siti",
        "two words": "siti balamo",
    }
    taken = {
        what: _best(lambda text=text: client.get("/peserta/", {"q": text})) for what, text in asked.items()
    }  # type: ignore[misc]
    _without_letters()
    taken["a rare name, plain scan"] = _best(lambda: client.get("/peserta/", {"q": rare}))
    return {"rows": rows, "taken": taken}


def _without_letters() -> None:
    """From here on names are looked through one by one, as they would be without an index of their letters."""
    from django.db import connection

    from naungan.registry import search

    search._with_letters = lambda _words: None  # type: ignore[assignment]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET enable_bitmapscan = off")
            cursor.execute("SET enable_indexscan = off")


def _best(ask: Any) -> float:
    return min(seconds(ask)[0].wall for _round in range(ROUNDS))


def _name_everybody(rows: int) -> str:
    """Names of a given name and four syllables, and one that nobody else bears."""
    from django.db import connection, transaction

    from naungan.registry.search import index_new_names

    by_chance = random.Random(7503)
    named = [
        (f"{by_chance.choice(GIVEN)} {''.join(by_chance.choice(SYLLABLES) for _part in range(4)).title()}", n)
        for n in range(1, rows + 1)
    ]
    rare = "Xenowati"
    named[rows // 2] = (rare, named[rows // 2][1])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE registry_person SET name = %s WHERE id = %s", named)
    with transaction.atomic():
        index_new_names()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rare
