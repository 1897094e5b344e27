"""From lines by group to codes by programme: an amount is divided by the tariffs so that the parts make the whole."""

from __future__ import annotations

from collections.abc import Mapping


def divide(amount_rp: int, weights: Mapping[str, int]) -> dict[str, int]:
    """An amount in whole rupiah by weights (tariffs by programme): the parts sum to it, to the rupiah.

    By largest remainder: each part is rounded down, and the rupiah left go one each to the largest remainders, the
    first named before a later one. Weights are not negative; when all are zero the first takes everything.
    """
    assert amount_rp >= 0
    assert min(weights.values()) >= 0
    total = sum(weights.values())
    if total == 0:
        first = next(iter(weights))
        return {name: amount_rp if name == first else 0 for name in weights}
    parts = {name: amount_rp * weight // total for name, weight in weights.items()}
    left = amount_rp - sum(parts.values())
    by_remainder = sorted(weights, key=lambda name: -(amount_rp * weights[name] % total))
    for name in by_remainder[:left]:
        parts[name] += 1
    return parts
