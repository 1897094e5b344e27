"""Rupiah and percentages in text, as Indonesian offices write them."""

from __future__ import annotations


def rupiah(amount: int) -> str:
    """`1234567` as "Rp1.234.567"; a negative amount carries its sign in front: "-Rp500"."""
    grouped = f"{abs(amount):,}".replace(",", ".")
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{grouped}"


def percent(ppm: int) -> str:
    """Parts per million as a percentage: `2400` as "0,24%", `1_000_000` as "100%"."""
    whole, rest = divmod(ppm, 10_000)
    decimals = f"{rest:04d}".rstrip("0")
    return f"{whole},{decimals}%" if decimals else f"{whole}%"
