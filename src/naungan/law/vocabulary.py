"""Words of the law that rules know as small integers, so that a column of them is a column of integers."""

from __future__ import annotations

from typing import Final

PROGRAMMES: Final = ("JKK", "JKM", "JHT", "JP", "JKP")

# What each segment may have. A migrant worker's contribution is a package price and is not computed yet.
PROGRAMMES_OF: Final[dict[str, tuple[str, ...]]] = {
    "PU": ("JKK", "JKM", "JHT", "JP", "JKP"),
    "BPU": ("JKK", "JKM", "JHT"),
    "JAKON": ("JKK", "JKM"),
    "PMI": ("JKK", "JKM", "JHT"),
}

SEGMENT: Final = {"PU": 1, "BPU": 2, "JAKON": 3, "PMI": 4}
PAID_BY: Final = {"SELF": 1, "EMPLOYER": 2, "APBN": 3, "APBD": 4, "APBDES": 5, "CSR": 6}
SECTOR: Final = {"OTHER": 1, "TRANSPORT": 2}
CAUSE: Final = {"WORK_ACCIDENT": 1, "DEATH": 2}
PENSION_KIND: Final = {"MONTHLY": 1, "LUMP_SUM": 2}

# By the name of the fact, the word and its code; columns of the engine hold the codes.
CODES: Final[dict[str, dict[str, int]]] = {
    "segment": SEGMENT,
    "paid_by": PAID_BY,
    "sector": SECTOR,
    "cause": CAUSE,
    "kind": PENSION_KIND,
}
