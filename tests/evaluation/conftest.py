"""A province at its desk: a regency that pays, a city that does not, a meeting, an action, a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from naungan.accounts.access import Actor
from naungan.accounts.models import RoleGrant, User
from naungan.accounts.scope import EVERYWHERE
from naungan.evaluation.pack import Pack
from naungan.evaluation.queries import evaluation_pack
from naungan.law import months

DAY = date(2021, 6, 10)
HELD = date(2021, 5, 10)
FARMERS, TRADERS = range(1, 7), range(11, 15)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


@pytest.fixture
def bring(areas: None, home: Path, actor: Actor, tmp_path: Path) -> Callable[..., int]:
    """Import a list of people of an area through the registry; how many were accepted."""
    from naungan.coverage.services import load_indicators
    from naungan.registry.services import RollOptions, import_roll, load_groups

    cache.clear()
    load_groups()
    load_indicators()

    def run(payer: str, area: str, serials: range, group: str = "petani") -> int:
        path = tmp_path / f"{payer}-{serials.start}.csv"
        rows = [f"{n},7503010101800{n:03d},Rekaan {chr(64 + n)}bu,01-01-1980" for n in serials]
        path.write_text("\n".join(["NO,NIK,NAMA,TANGGAL LAHIR", *rows]), encoding="utf-8")
        options = RollOptions(
            payer_code=payer,
            segment="BPU",
            group=group,
            paid_by="APBD",
            programmes=frozenset({"JKK", "JKM"}),
            first_month=months.parse("2021-05"),
            last_month=months.parse("2021-12"),
            income_rp=1_000_000,
            area_code=area,
            decree_number="SK/12/2021",
            decree_on=date(2021, 4, 1),
        )
        return import_roll(path, options, actor=actor).accepted

    return run


@pytest.fixture
def pay(home: Path, actor: Actor, tmp_path: Path) -> Callable[..., None]:
    """Receive one payment through a file, as the finance office does."""
    from naungan.contributions.services import receive_file

    def receive(payer: str, amount: int, on: date, reference: str) -> None:
        path = tmp_path / f"{reference}.csv"
        path.write_text(
            f"paid_on,amount,payer,reference\n{on},{amount},{payer},{reference}\n", encoding="utf-8"
        )
        receive_file(path, actor=actor)

    return receive


@pytest.fixture
def world(bring: Callable[..., int], pay: Callable[..., None], actor: Actor) -> None:
    """Six farmers of Bone Bolango, paid; four traders of the city, unpaid since May; June not due on the day."""
    from naungan.contributions.services import run_month
    from naungan.coverage.services import add_denominator

    assert bring("75.03", "75.03", FARMERS) == len(FARMERS)
    assert bring("75.71", "75.71", TRADERS, "pedagang-kecil") == len(TRADERS)
    for month in ("2021-05", "2021-06"):
        run_month(months.parse(month), actor=actor, post=True)
    pay("75.03", 6 * 16_800, date(2021, 5, 20), "SP2D-1")
    base = {"indicator": "potensi", "on": date(2021, 1, 1), "method": "Sakernas", "source": "BPS"}
    add_denominator(area_code="75", people=40, actor=actor, **base)
    add_denominator(area_code="75.03", people=25, actor=actor, **base)
    _meetings(actor)


def _meetings(actor: Actor) -> None:
    from naungan.agreements.services import (
        Deed,
        Party,
        add_action,
        add_decisions,
        hold_meeting,
        plan_meeting,
        propose,
    )

    held = plan_meeting(kind="MONEV", area_code="75", title="Monev triwulan I", on=HELD, actor=actor)
    hold_meeting(held, actor=actor)
    add_decisions(held, ["Iuran dibayar tepat waktu"], actor=actor)
    add_action(held, text="Usulkan pagu", agency="Badan Keuangan", due_on=date(2021, 6, 1), actor=actor)
    propose(
        Deed(
            kind="MEMORANDUM",
            title="Rancangan rahasia",
            area_code="75",
            parties=(Party("Pemerintah Provinsi Gorontalo"), Party("Cabang")),
        ),
        on=date(2021, 5, 1),
        actor=actor,
    )


@pytest.fixture
def pack(world: None) -> Pack:
    """The province's pack as of the day."""
    return evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)


@pytest.fixture
def desk(areas: None) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def sit(role: str = "cooperation", area: str = "75") -> Client:
        user = User.objects.create(username=f"{role}-{area}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        client = Client()
        client.force_login(user)
        return client

    return sit


def sheet_rows(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet of a workbook."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
