"""Rupiah in text, as Indonesian offices write them."""

from __future__ import annotations


def rupiah(amount: int) -> str:
    """`1234567` as "Rp1.234.567"; a negative amount carries its sign in front: "-Rp500"."""
    grouped = f"{abs(amount):,}".replace(",", ".")
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{grouped}"
