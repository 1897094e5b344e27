"""Turns: one writer at a time for work that must see what the other did."""

from __future__ import annotations

from django.db import connection


def take_turn(number: int) -> None:
    """Wait for everybody else who holds the turn of this number; it ends with the transaction.

    Call inside a transaction. SQLite's transactions begin as writers and take turns by themselves; PostgreSQL
    is told to by an advisory lock. Whatever was checked before must be checked again afterwards.
    """
    assert connection.in_atomic_block, "a turn is held by a transaction"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
