"""Finding people by NIK, KPJ or name among millions.

Names are found by three letters in a row wherever they stand: on PostgreSQL through an index of trigrams, on
SQLite through a full-text table (`registry_person_text`) that triggers keep when a name changes. New people enter it
in bulk (`index_new_names`); whoever is not in it yet is looked through one by one, so that nobody is missed.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import Q
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
    long = [word for word in words if len(word) >= LETTERS and not set(word) & WILD]
    if connection.vendor != "sqlite" or not long:
        return every
    found = _with_letters(long)
    if found is None:
        return every
    within = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(found)])
    return Q(**{f"{path}pk__in": within}) & every


def _with_letters(words: list[str]) -> list[int] | None:
    """Ids of the people whose names hold these letters, or None when they are too many to be worth a list."""
    like = " AND ".join(["name LIKE %s"] * len(words))
    asked = [f"%{word}%" for word in words]
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
