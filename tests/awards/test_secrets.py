"""Who sees what: scores of other jurors never before closing, candidates of elsewhere not before the award."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse

from naungan.accounts.access import actor_for
from naungan.accounts.models import Role
from naungan.awards.models import Evidence, Stage
from naungan.awards.services import (
    add_category,
    advance,
    attach_evidence,
    nominate,
    open_edition,
    withdraw_candidate,
)
from naungan.awards.urls import urlpatterns
from naungan.law.findings import Refused
from naungan.registry.models import Payer
from tests.awards.conftest import World
from tests.structure.addresses import let_go

pytestmark = pytest.mark.django_db
# Scores that stand nowhere else on a page.
SECRET = (8765, 4321)
SHOWN = ("87,65", "43,21", "87.65", "43.21", "65,43", "65.43")
PDF = b"%PDF-1.7 rekaan"


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    let_go(answer)
    return content.decode("utf-8", errors="replace")


def status_of(client: Client, path: str) -> int:
    answer = client.get(path)
    text_of(answer)
    return int(answer.status_code)


def every_address(world: World) -> list[str]:
    """Each address of the room with each number that could be guessed, and each list as a file."""
    numbers = sorted({world.edition.pk, world.category.pk, *(one.pk for one in world.candidates.values())})
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        name = str(pattern.name)
        if "<int:pk>" in str(pattern.pattern):
            found += [reverse(name, args=[pk]) for pk in numbers]
        elif "<path:code>" in str(pattern.pattern):
            found += [reverse(name, args=[code]) for code in world.candidates]
        else:
            found.append(reverse(name))
    return [path + query for path in found for query in ("", "?format=csv")]


def xlsx_text(answer: Any) -> str:
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    let_go(answer)
    return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.fixture
def scored(world: World) -> World:
    """Interviews are on; a first juror has scored one candidate, a second one another."""
    world.to_interview()
    world.score(world.juror()[1], "75.03", *SECRET)
    world.score(world.juror()[1], "75.04", 5000, 5000)
    return world


# Who may edit, who only sees, who judges elsewhere; the doors of the other roles are the same.
READERS = (
    (Role.ADMINISTRATOR, ""),
    (Role.COOPERATION, "75.03"),
    pytest.param(Role.LEADER, "75", marks=pytest.mark.slow),
    pytest.param(Role.JUROR, "", marks=pytest.mark.slow),
)


@pytest.mark.parametrize(("role", "area"), READERS)
def test_nobody_reads_anothers_score_before_closing(scored: World, role: str, area: str) -> None:
    assert telling(scored.desk(role, area), scored) == []


def test_no_juror_of_the_edition_reads_anothers_score_before_closing(scored: World) -> None:
    assert telling(scored.juror()[0], scored) == []


def telling(client: Client, scored: World) -> list[tuple[str, str]]:
    """The addresses that tell a score, each with the score."""
    asked = [(path, text_of(client.get(path, follow=True))) for path in every_address(scored)]
    assert len(asked) > 10
    return [(path, text) for path, told in asked for text in SHOWN if text in told]


def test_the_board_as_a_workbook_holds_no_jury_points_before_closing(scored: World) -> None:
    client = scored.desk("administrator", "")
    for name, pk in (("award_board", scored.category.pk), ("award_working", scored.candidates["75.03"].pk)):
        told = xlsx_text(client.get(reverse(name, args=[pk]) + "?format=xlsx"))
        assert not [text for text in SHOWN if text in told], name
        assert "Kabupaten Bone Bolango" in told


def test_a_juror_sees_the_own_score_and_after_closing_everybodys(world: World) -> None:
    world.to_interview()
    client, juror = world.juror()
    other, _second = world.juror()
    for area in world.candidates:
        world.score(juror, area, *SECRET)
    path = reverse("jury_candidate", args=[world.candidates["75.03"].pk])
    assert "87,65" in text_of(client.get(path))
    assert "87,65" not in text_of(other.get(path))
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    told = text_of(other.get(path))
    assert "87,65" in told
    assert "Nilai akhir" in told


def test_who_is_no_juror_of_the_edition_finds_no_desk(scored: World) -> None:
    stranger = scored.desk("juror", "")
    assert stranger.get(reverse("jury")).status_code == 200
    assert "Bone Bolango" not in text_of(stranger.get(reverse("jury")))
    for name in ("jury_candidate", "jury_conflict"):
        path = reverse(name, args=[scored.candidates["75.03"].pk])
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"reason": "coba"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COOPERATION, pytest.param(Role.AUDITOR, marks=pytest.mark.slow)])
def test_a_candidate_of_another_province_is_not_seen_before_the_award(scored: World, role: str) -> None:
    client = scored.desk(role, "75")
    hidden = scored.candidates["71.01"]
    for path in every_address(scored):
        assert "Bolaang" not in text_of(client.get(path, follow=True)), path
    for name in ("award_candidate", "award_working"):
        assert client.get(reverse(name, args=[hidden.pk])).status_code == 404
        assert client.get(reverse(name, args=[scored.candidates["75.04"].pk])).status_code == 200


def test_the_result_is_public_once_it_is_awarded(world: World) -> None:
    world.to_interview()
    for area in world.candidates:
        world.score(world.juror()[1], area, 5000, 5000)
    client = world.desk("leader", "75.71")
    advance(world.edition, on=date(2021, 2, 25), actor=world.actor)
    board = reverse("award_board", args=[world.category.pk])
    assert "Bolaang" not in text_of(client.get(board))
    advance(world.edition, on=date(2021, 2, 26), actor=world.actor)
    assert type(world.edition).objects.get().stage == Stage.AWARDED
    told = text_of(client.get(board))
    assert "Bolaang" in told
    assert "Peringkat" in told


def test_evidence_is_for_the_organiser_the_own_people_and_the_jurors_without_a_conflict(
    scored: World, desk: Callable[..., Client]
) -> None:
    kept = attach_evidence(
        scored.candidates["75.03"], name="perbup.pdf", chunks=[PDF], title="Perbup", actor=scored.actor
    )
    path, judged = reverse("evidence", args=[kept.pk]), reverse("jury_evidence", args=[kept.pk])
    assert status_of(desk("cooperation", "75.03"), path) == 200
    assert status_of(desk("administrator", ""), path) == 200
    assert status_of(desk("cooperation", "75.04"), path) == 404
    assert status_of(scored.juror()[0], judged) == 200
    assert status_of(scored.juror("75.03")[0], judged) == 404
    assert status_of(desk("juror", ""), judged) == 404


def test_the_candidates_own_people_upload_evidence_and_others_do_not(world: World) -> None:
    path = reverse("award_evidence", args=[world.candidates["75.03"].pk])
    for area, status in (("75.03", 302), ("75.04", 404)):
        file = SimpleUploadedFile("bukti.pdf", PDF, content_type="application/pdf")
        assert world.desk("cooperation", area).post(path, {"file": file}).status_code == status
    assert Evidence.objects.count() == 1


def test_only_the_organiser_leads_the_edition(world: World) -> None:
    officer = world.desk("cooperation", "75")
    for name, pk in (
        ("award_category", world.edition.pk),
        ("award_juror", world.edition.pk),
        ("award_stage", world.edition.pk),
        ("award_weights", world.category.pk),
        ("award_finalists", world.category.pk),
        ("award_certificates", world.category.pk),
    ):
        path = reverse(name, args=[pk])
        assert officer.get(path).status_code == 404, name
        assert officer.post(path, {}).status_code == 404, name
    page = text_of(officer.get(reverse("award", args=[world.edition.pk])))
    assert "Ke tahap" not in page


def test_a_payer_of_another_province_cannot_be_nominated_to_read_how_it_pays(world: World) -> None:
    entry = world.edition.entry
    for code in ("71.01", "75.03"):
        Payer.objects.create(
            code=f"P-{code}", name=f"PT Rekaan {code}", kind="COMPANY", area_id=code, entry=entry
        )
    organiser = actor_for(world.desk("cooperation", "75").user, "awards.edit")  # type: ignore[attr-defined]
    assert organiser is not None
    given: dict[str, Any] = {
        "actor": organiser,
        "assessed_from": date(2020, 1, 1),
        "assessed_to": date(2020, 12, 31),
    }
    edition = open_edition(
        name="Provinsi",
        organiser="Gubernur",
        level="PROVINCIAL",
        area_code="75",
        opened_on=date(2021, 1, 4),
        **given,
    )
    category = add_category(edition, kind="LARGE", actor=organiser)
    with pytest.raises(Refused) as refused:
        nominate(category, payer_code="P-71.01", on=date(2021, 1, 5), actor=organiser)
    assert refused.value.code == "payer.unknown"
    assert nominate(category, payer_code="P-75.03", on=date(2021, 1, 5), actor=organiser).payer is not None


def test_a_stage_form_sent_twice_goes_one_stage_on(world: World) -> None:
    organiser = world.desk("administrator", "")
    path = reverse("award_stage", args=[world.edition.pk])
    assert 'name="expected" value="VERIFICATION"' in text_of(organiser.get(path))
    sent = {"on": "2021-02-01", "expected": "VERIFICATION"}
    assert organiser.post(path, sent).status_code == 302
    world.edition.refresh_from_db()
    assert world.edition.stage == Stage.VERIFICATION
    for one in world.candidates.values():
        withdraw_candidate(one, actor=world.actor, reason="tidak memenuhi syarat")
    assert "sudah dalam tahap" in text_of(organiser.post(path, sent))
    world.edition.refresh_from_db()
    assert world.edition.stage == Stage.VERIFICATION
