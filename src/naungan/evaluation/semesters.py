"""Half years as the report names them: "2023-2" is July to December 2023. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from naungan.law import months
from naungan.law.findings import Refused

_SHAPE = re.compile(r"(20\d\d)-([12])")


@dataclass(frozen=True, slots=True)
class Semester:
    """A half year. `half` is 1 or 2."""

    year: int
    half: int

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def months(self) -> range:
        """Its month numbers.

        >>> [months.format_month(m) for m in Semester(2023, 2).months][::5]
        ['2023-07', '2023-12']
        """
        first = self.year * 12 + (self.half - 1) * 6
        return range(first, first + 6)

    @property
    def last_day(self) -> date:
        """The day as of which it is reported."""
        return months.last_day(self.months[-1])

    @property
    def name(self) -> str:
        """ "Semester II 2023"."""
        return _("Semester %(half)s %(year)s") % {"half": "I" * self.half, "year": self.year}


def semester_of(text: str) -> Semester:
    """The semester of "2023-2". Refused: `semester.unreadable`."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise Refused(
            "semester.unreadable",
            _("“%(given)s” bukan semester.") % {"given": text},
            where="semester",
            mend=_("Tulis seperti 2023-2 untuk Juli sampai Desember 2023."),
        )
    return Semester(int(found[1]), int(found[2]))


def semester_at(day: date) -> Semester:
    """The semester in which a day lies."""
    return Semester(day.year, 1 if day.month <= 6 else 2)
