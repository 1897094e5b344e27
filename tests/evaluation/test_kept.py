"""What was shown at a meeting is shown again exactly, whatever was paid since."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.agreements.models import Meeting
from naungan.evaluation.models import KeptPack
from naungan.evaluation.paper import paper_of
from naungan.evaluation.queries import evaluation_pack
from naungan.evaluation.queries.kept import differences, is_whole, shown_then, visible_packs
from naungan.evaluation.services import keep_pack, keep_report
from naungan.law.findings import Refused
from tests.evaluation.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(world, actor) -> KeptPack:
    return keep_pack(area="75", as_of=DAY, meeting=Meeting.objects.get(), actor=actor)


def test_a_kept_pack_stays_when_a_payment_comes_and_tells_what_differs(kept, world):
    before = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
    world.pay("75.71", 4 * 16_800, date(2021, 6, 5), "SP2D-2")
    kept.refresh_from_db()
    assert shown_then(kept).parts == before.parts
    now = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
    told = {(one.table, one.what, one.field.key): (one.then, one.now) for one in differences(before, now)}
    assert told["Tunggakan menurut pembayar", "75.71", "outstanding"] == (4 * 16_800, None)
    assert told["Per tahun iuran", "2021", "paid"] == (6 * 16_800, 10 * 16_800)


def test_nothing_differs_from_a_pack_that_nothing_came_to(kept):
    assert differences(shown_then(kept), evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)) == []


def test_kept_again_unchanged_it_is_the_same_pack_with_the_same_number(kept, actor):
    again = keep_pack(area="75", as_of=DAY, meeting=kept.meeting, actor=actor)
    assert again.pk == kept.pk
    assert KeptPack.objects.count() == 1
    paper = paper_of(kept)
    assert paper is not None
    assert paper.number.endswith("/75/" + str(paper.issued_on.year))
    assert ["Cakupan kepesertaan", "25,00\xa0%"] in paper.facts


def test_content_that_was_changed_in_the_database_is_noticed(kept):
    assert is_whole(kept)
    kept.content["parts"][0]["figures"][0]["value"] = 9999
    assert not is_whole(kept)


def test_a_kept_pack_is_seen_only_where_its_area_is(kept):
    assert list(visible_packs(Scope(areas=("75",)))) == [kept]
    assert list(visible_packs(Scope(areas=("75.03",)))) == []


def test_nobody_keeps_a_pack_for_a_meeting_or_an_area_elsewhere(world, actor):
    officer = Actor("bone", Scope(areas=("75.03",)))
    with pytest.raises(Refused) as refused:
        keep_pack(area="75", as_of=DAY, actor=officer)
    assert refused.value.code == "area.out_of_scope"
    with pytest.raises(Refused) as refused:
        keep_pack(area="75.03", as_of=DAY, meeting=Meeting.objects.get(), actor=officer)
    assert refused.value.code == "evaluation.other_meeting"
    assert not KeptPack.objects.exists()


def test_the_report_is_kept_with_its_semester(world, actor):
    kept = keep_report(area="75", semester="2021-1", actor=actor)
    assert kept.semester == "2021-1"
    assert shown_then(kept).semester == "2021-1"
