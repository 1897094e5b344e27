"""Every check of a list as data: its code, its words, how to mend what it finds, and how much it weighs.

The functions that find are in `checks`, `against` and `movements`; this is what they may say. A check that is
not here cannot speak, and the page *Pemeriksaan* lists what is here.
"""

from __future__ import annotations

from collections.abc import Iterator

from naungan.registry.imports.catalogue import members, people, refusals, work
from naungan.registry.imports.catalogue.kinds import Check, Weight, Words

__all__ = ["CHECKS", "Check", "Weight", "Words", "blocks", "check_of", "every_wording", "title_of_code"]

CHECKS: dict[str, Check] = {
    check.code: check for check in (*people.CHECKS, *work.CHECKS, *members.CHECKS, *refusals.CHECKS)
}


def check_of(code: str) -> Check:
    """The check with a code; `KeyError` for a code that no check has."""
    return CHECKS[code]


def blocks(code: str, segment: str = "", purpose: str = "") -> bool:
    """Whether a finding keeps its row out, on a list of a segment that comes in for a purpose."""
    return CHECKS[code].weight_for(segment, purpose) is not Weight.INFORMS


def title_of_code(code: str) -> str:
    """The cause in words, untranslated; the code itself for one of an older version."""
    return CHECKS[code].title if code in CHECKS else code


def every_wording() -> Iterator[tuple[Check, str, Words]]:
    """Each check with each of its variants ("" where it has one way only) and their words."""
    for check in CHECKS.values():
        for variant, words in check.words.items():
            yield check, variant, words
