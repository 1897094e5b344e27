"""Finding people by NIK, KPJ or name among millions.

Names are found by three letters in a row wherever they stand: on PostgreSQL through an index of trigrams, on
SQLite through a full-text table (`registry_person_text`) that triggers keep when a name changes. New people enter it
in bulk (`index_new_names`); whoever is not in it yet is looked through one by one, so that nobody is missed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from naungan.registry.models import Person

NIK_LENGTH = 16
KPJ_LENGTH = 11
# shorter words have no trigram
LETTERS = 3
# signs that LIKE reads as any sign
WILD = frozenset("%_")
# more people than this bear a common name: reading the index of names in its order is then quicker
COMMON = 5_000
# a search that finds more shows so many of them: nobody reads on, and counting and sorting them all takes its time
MOST_FOUND = 1_000


def people_q(text: str, *, path: str = "", whole_nik_only: bool = False) -> Q:
    """Condition on a path to a person (`""`, `"person__"`): a NIK or its beginning, a KPJ, or words of the name.

    `whole_nik_only` is for those to whom the digits are masked: no finding them one by one.
    """
    digits = text.replace(" ", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit()):
        return _names_q(text.split(), path)
    kpj = Q(**{f"{path}kpj": digits}) if len(digits) == KPJ_LENGTH else Q()
    if whole_nik_only:
        return kpj | Q(**{f"{path}nik": digits})
    return kpj | begins_with(digits, f"{path}nik")


def some_of(people: QuerySet[Person], text: str) -> QuerySet[Person] | None:
    """MOST_FOUND of the people found by a text, in their order, where there are more; None where all can be shown."""
    found = list(islice(_keys_of(people, text), MOST_FOUND + 1))
    if len(found) <= MOST_FOUND:
        return None
    return people.filter(pk__in=_listed(found[:MOST_FOUND]))


def _keys_of(people: QuerySet[Person], text: str) -> Iterator[int]:
    """Keys of the people found, some at a time where the index of letters gives them, so that few are read for few."""
    keys = people.order_by().values_list("pk", flat=True)
    words = _with_index(text.split())
    if words:
        like, asked = _like(words)
        with connection.cursor() as cursor:
            indexed = _indexed(cursor)
            cursor.execute(f"SELECT rowid FROM registry_person_text WHERE {like}", asked)  # noqa: S608 (marks only)
            while some := cursor.fetchmany(COMMON):
                yield from keys.filter(pk__in=_listed([row[0] for row in some]))
        keys = keys.filter(pk__gt=indexed)
    yield from keys[: MOST_FOUND + 1]


def merged_with_number(text: str) -> Q:
    """Condition: a record that was merged into the person has this whole NIK or KPJ; nobody for anything else."""
    digits = text.replace(" ", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in {NIK_LENGTH, KPJ_LENGTH}):
        return Q(pk__in=[])
    number = Q(nik=digits) if len(digits) == NIK_LENGTH else Q(kpj=digits)
    found = Person.objects.filter(number).exclude(merged_into=None)
    return Q(pk__in=list(found.values_list("merged_into", flat=True)))


def begins_with(digits: str, path: str) -> Q:
    """Condition: the NIK at `path` begins with these digits; a range, which an index answers."""
    if len(digits) > NIK_LENGTH or not digits.isascii():
        return Q(pk__in=[])
    return Q(**{f"{path}__gte": digits.ljust(NIK_LENGTH, "0"), f"{path}__lte": digits.ljust(NIK_LENGTH, "9")})


def index_new_names() -> None:
    """Take people who are not in SQLite's text table yet into it; PostgreSQL's index keeps itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, name FROM registry_person WHERE id > %s ORDER BY id", [_indexed(cursor)]
            )
            cursor.executemany(
                "INSERT INTO registry_person_text (rowid, name) VALUES (%s, %s)", cursor.fetchall()
            )


def _names_q(words: list[str], path: str) -> Q:
    every = Q()
    for word in words:
        every &= Q(**{f"{path}name__icontains": word})
    indexed = _with_index(words)
    found = _with_letters(indexed) if indexed else None
    if found is None:
        return every
    return Q(**{f"{path}pk__in": _listed(found)}) & every


def _listed(keys: list[int]) -> RawSQL | list[int]:
    """Keys as a query takes them however many they are."""
    if connection.vendor != "sqlite":
        return keys
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])


def _with_index(words: list[str]) -> list[str]:
    """The words that SQLite's text table can find; a number is none of a name."""
    if connection.vendor != "sqlite":
        return []
    return [word for word in words if len(word) >= LETTERS and not set(word) & WILD and not word.isdigit()]


def _like(words: list[str]) -> tuple[str, list[str]]:
    return " AND ".join(["name LIKE %s"] * len(words)), [f"%{word}%" for word in words]


def _with_letters(words: list[str]) -> list[int] | None:
    """Ids of the people whose names hold these letters, or None when they are too many to be worth a list."""
    like, asked = _like(words)
    with connection.cursor() as cursor:
        indexed = _indexed(cursor)
        found_sql = f"SELECT rowid FROM registry_person_text WHERE {like} LIMIT {COMMON + 1}"  # noqa: S608 (marks only)
        cursor.execute(found_sql, asked)
        found = [row[0] for row in cursor.fetchall()]
        if len(found) > COMMON:
            return None
        newer_sql = f"SELECT id FROM registry_person WHERE id > %s AND {like}"  # noqa: S608 (marks only)
        cursor.execute(newer_sql, [indexed, *asked])
        return found + [row[0] for row in cursor.fetchall()]


def _indexed(cursor: Any) -> int:
    """The newest person in the text table: people are added in the order of their ids."""
    cursor.execute("SELECT coalesce(max(id), 0) FROM registry_person_text_docsize")
    return int(cursor.fetchone()[0])
