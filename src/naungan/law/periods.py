"""Times in which another rule took the place of the usual one, each with the regulation that ordered it."""

from __future__ import annotations

from datetime import date
from typing import Final

from naungan.law.graph import Period

# PP 49/2020: contribution months August 2020 to January 2021.
COVID: Final = Period(date(2020, 8, 1), date(2021, 1, 31))

# PP 7/2025, extended by PP 36/2025: contribution months February 2025 to January 2026.
LABOUR_INTENSIVE: Final = Period(date(2025, 2, 1), date(2026, 1, 31))

# PP 50/2025: transport workers have the relief longer than the others.
BPU_2026: Final = Period(date(2026, 1, 1), date(2027, 3, 31))
BPU_2026_TRANSPORT_BEFORE: Final = Period(date(2026, 1, 1), date(2026, 3, 31))
BPU_2026_ALL: Final = Period(date(2026, 4, 1), date(2026, 12, 31))
BPU_2026_TRANSPORT_AFTER: Final = Period(date(2027, 1, 1), date(2027, 3, 31))

# PP 37/2021 began JKP; the first contribution month is February 2021.
BEFORE_JKP: Final = Period(date(2015, 7, 1), date(2021, 2, 1))
JKP: Final = Period(date(2021, 2, 2), date.max)
