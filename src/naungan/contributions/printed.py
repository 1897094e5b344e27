"""Words that stand beside figures in files of money: printed sums, and currencies that are not rupiah. Pure."""

from __future__ import annotations

import re

_TOTAL = re.compile(r"^\s*(grand\s+|sub\s*-?\s*)?(total|jumlah)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(USD|US\$|EUR|SGD|JPY|CNY|RMB|AUD|GBP|MYR|SAR)\b|[$€£¥]|\b(DOLAR|DOLLAR|EURO|YEN|RINGGIT)\b", re.I
)
_RUPIAH = re.compile(r"^\s*(IDR|RP\.?|RUPIAH|1|)\s*$", re.IGNORECASE)


def is_total(text: str) -> bool:
    """Whether a cell begins a printed sum: "Jumlah", "Sub total", "Grand total"."""
    return bool(_TOTAL.match(text))


def is_foreign(text: str) -> bool:
    """Whether an amount or its heading names another currency."""
    return bool(_FOREIGN.search(text))


def is_rupiah(text: str) -> bool:
    """Whether what stands in a column of currencies is rupiah, or nothing."""
    return bool(_RUPIAH.match(text))
