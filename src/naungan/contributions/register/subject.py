"""Whether a disbursement is about contributions to BPJS Ketenagakerjaan, by recipient, words and account code. Pure.

A register holds every disbursement of a region: salaries, roads, rice. What is not about contributions is listed with
its reason and never taken in silently. Civil servants' JKK and JKM go to PT Taspen (PP 70/2015), health contributions
to BPJS Kesehatan: both sound alike and are not ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from naungan.contributions.register.reasons import Reason

_AGENCY = re.compile(r"KETENAGA\s?KERJAAN|BPJS[\s-]*TK\b|JAMSOSTEK", re.IGNORECASE)
_BPJS = re.compile(r"BPJS|JAMINAN\s+SOSIAL", re.IGNORECASE)
_LABOUR_OFFICE = re.compile(r"(DINAS|KEMENTERIAN)\s+(TENAGA\s+KERJA|KETENAGA\s?KERJAAN)\w*", re.IGNORECASE)
_HEALTH = re.compile(r"\bKESEHATAN\b|\bJKN\b|\bKIS\b|\bPBI\b|\bJAMKES\w*", re.IGNORECASE)
_TASPEN = re.compile(r"\bTASPEN\b|\bASABRI\b", re.IGNORECASE)
_PROGRAMMES = re.compile(
    r"\bJKK\b|\bJKM\b|\bJHT\b|KECELAKAAN\s+KERJA|JAMINAN\s+KEMATIAN|HARI\s+TUA", re.IGNORECASE
)
_CONTRIBUTION = re.compile(r"\bIURAN\b|\bPREMI\b|\bKEPESERTAAN\b", re.IGNORECASE)
_SALARY = re.compile(r"\bGAJI\b|\bTUNJANGAN\b|\bTPP\b|\bTAMBAHAN\s+PENGHASILAN\b|\bHONOR\w*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whether a line is ours, and by what sign."""

    is_ours: bool
    reason: Reason


def subject_of(
    *, recipient: str, description: str, account_code: str, has_code: bool, known_accounts: Collection[str]
) -> Subject:
    """What a disbursement is about. `has_code` says that it names a payment code of a bill of ours."""
    words = _LABOUR_OFFICE.sub(" ", f"{recipient} {description}")
    programme = bool(_PROGRAMMES.search(description))
    agency = bool(_AGENCY.search(words)) or (bool(_BPJS.search(recipient)) and programme)
    contribution = bool(_CONTRIBUTION.search(description))
    signs = (
        (has_code, True, Reason.of("CODE_NAMED")),
        (bool(_TASPEN.search(words)) and not agency, False, Reason.of("TASPEN")),
        (bool(_HEALTH.search(words)) and not agency and not programme, False, Reason.of("HEALTH")),
        (bool(_AGENCY.search(_LABOUR_OFFICE.sub(" ", recipient))), True, Reason.of("AGENCY_RECEIVES")),
        (bool(_SALARY.search(description)) and not (agency and contribution), False, Reason.of("SALARY")),
        (agency, True, Reason.of("AGENCY_NAMED")),
        (account_code in known_accounts, True, Reason.of("ACCOUNT", number=account_code)),
        (programme and contribution, True, Reason.of("PROGRAMME_NAMED")),
    )
    found = next(((ours, reason) for holds, ours, reason in signs if holds), (False, Reason.of("OTHER")))
    return Subject(*found)
