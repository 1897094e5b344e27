"""Wrong files that nobody prepared: each gives findings or a clear refusal; nothing is lost, doubled or shown."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.journal.models import Entry
from naungan.law.findings import Refused
from naungan.registry.models import ImportBatch, Membership, MembershipTerms, Payer, Person, Roll, WaitingRow
from tests.registry.conftest import Bring
from tests.registry.strange_files import GENTLE, ROUGH, Strange, strange_file

TABLES = (Person, Membership, Roll, Payer, ImportBatch, Entry)
OTHER = Actor("operator kota", Scope(areas=("75.71",)))


def sizes() -> list[int]:
    return [model.objects.count() for model in TABLES]


def cleared() -> None:
    for model in (MembershipTerms, Membership, WaitingRow, ImportBatch, Roll, Person):
        model.objects.all().delete()


def given_back(path: Path) -> str:
    """Every text of a spreadsheet of rejected rows."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return " ".join(
        str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row
    )


def tried(bring: Bring, folder: Path, seed: int) -> str:
    """Bring a strange file in and see that all of its people are accounted for; what became of it."""
    path, file = strange_file(folder, seed)
    before = sizes()
    with pytest.raises(Refused):
        bring(path, actor=OTHER)
    assert sizes() == before, "another's actor left something"
    rejects = folder / f"tolak-{seed}.xlsx"
    result, refused = _brought(bring, path, rejects)
    if refused is not None:
        assert refused.message, file.told
        assert refused.mend, file.told
        assert sizes() == before, file.told
        return refused.code
    assert result.rows == result.accepted + result.rejected, file.told
    assert result.accepted == result.created + result.known
    assert all(finding.expected and finding.mend and finding.cell for finding in result.findings)
    _nobody_lost(file, rejects, result)
    after = sizes()
    again = bring(path)
    assert (again.rows, again.accepted) == (result.rows, result.accepted)
    assert sizes() == after, ("written twice", file.told)
    cleared()
    return "accepted" if result.accepted else "rejected"


def _brought(bring: Bring, path: Path, rejects: Path) -> tuple[Any, Refused | None]:
    try:
        return bring(path, rejects=rejects), None
    except Refused as refused:
        return None, refused


def _nobody_lost(file: Strange, rejects: Path, result: Any) -> None:
    """Each of the people is registered or given back, none both unless the file has them twice."""
    registered = set(Person.objects.values_list("nik", flat=True))
    texts = given_back(rejects)
    for person in file.people:
        # a spreadsheet that keeps a NIK as a number rounds its last digit
        assert person.nik in registered or person.nik in texts or person.nik[:14] in texts, (
            file.told,
            person,
        )
    assert result.accepted == len(registered)
    if result.batch_id is not None:
        assert WaitingRow.objects.filter(batch=result.batch_id).count() == result.rejected


def test_strange_files_are_accounted_for(bring: Bring, tmp_path: Path) -> None:
    found = Counter(tried(bring, tmp_path, seed) for seed in range(1, 26))
    assert found["accepted"] >= 12, found
    assert len(found) >= 4, found


@pytest.mark.slow
def test_many_more_strange_files_are_accounted_for(bring: Bring, tmp_path: Path) -> None:
    found = Counter(tried(bring, tmp_path, seed) for seed in range(100, 400))
    assert found["accepted"] > 150, found


def test_every_twist_is_tried(tmp_path: Path) -> None:
    told = {name for seed in range(1, 26) for name in strange_file(tmp_path, seed)[1].told}
    assert told == {twist.__name__ for twist in (*GENTLE, *ROUGH)}
