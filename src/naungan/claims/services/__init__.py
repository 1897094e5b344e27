"""What the room writes: deaths (the one door), cases step by step, benefits, files that come in."""

from naungan.claims.notices import DeathNotice
from naungan.claims.services.benefits import BenefitTold, pay_case, record_benefit, reverse_benefit
from naungan.claims.services.cases import (
    Pupil,
    add_child,
    add_heir,
    advance,
    file_school_year,
    mark_documents,
    note_case,
    set_cause,
    withdraw_child,
    withdraw_heir,
)
from naungan.claims.services.deaths import (
    DeathsResult,
    months_credited,
    open_missing_cases,
    record_deaths,
    record_deaths_once,
    record_one_death,
    standing_on,
    take_back,
)
from naungan.claims.services.files import commit_file, import_deaths, receive_file, undo_file

__all__ = [
    "BenefitTold",
    "DeathNotice",
    "DeathsResult",
    "Pupil",
    "add_child",
    "add_heir",
    "advance",
    "commit_file",
    "file_school_year",
    "import_deaths",
    "mark_documents",
    "months_credited",
    "note_case",
    "open_missing_cases",
    "pay_case",
    "receive_file",
    "record_benefit",
    "record_deaths",
    "record_deaths_once",
    "record_one_death",
    "reverse_benefit",
    "set_cause",
    "standing_on",
    "take_back",
    "undo_file",
    "withdraw_child",
    "withdraw_heir",
]
