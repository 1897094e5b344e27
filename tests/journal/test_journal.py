"""The journal: who sees which entry, and that nothing in it is ever changed."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.services import Place, add_user
from naungan.journal.models import Entry
from naungan.journal.queries import changes_of, entries, history_of
from naungan.journal.services import Changed, record, record_changes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


@pytest.fixture
def told():
    return {
        "bonbol": record(actor="a", action="registry.import", summary={"area": "75.03.01", "rows": 20}),
        "kota": record(actor="a", action="registry.import", summary={"area": "75.71"}),
        "near": record(actor="a", action="registry.import", summary={"area": "75.030"}),
        "payer": record(actor="a", action="payer.add", summary={"payer": "PT-1"}),
        "government": record(actor="a", action="payer.add", summary={"payer": "75.03"}),
        "system": record(actor="a", action="areas.load"),
    }


def seen(**scope) -> set[str]:
    return {f"{e.action} {e.summary.get('area') or e.summary.get('payer') or '-'}" for e in entries(**scope)}


def test_who_sees_everything_sees_every_entry(told):
    assert len(seen(everywhere=True)) == 6


def test_an_area_shows_what_happened_in_it_and_not_beside_it(told):
    assert seen(areas=["75.03"]) == {"registry.import 75.03.01", "payer.add 75.03"}


def test_a_payer_shows_what_happened_to_it(told):
    assert seen(payers=["PT-1"]) == {"payer.add PT-1"}


def test_one_always_sees_ones_own_entries():
    user, _ = add_user(username="siti", role="operator", place=Place(area="71"), actor=operator())
    record(actor="siti", user=user, action="registry.import", summary={"area": "75"})
    assert seen(user_id=user.pk) == {"registry.import 75"}
    assert seen() == set()


def test_what_a_record_was_before_is_kept(django_assert_num_queries):
    entry = record(actor="a", action="person.death", reason="akta")
    changes = [Changed("registry.person", n, {"name": "A"}, {"name": "B"}) for n in range(100)]
    with django_assert_num_queries(1):
        record_changes(entry, changes)
    assert changes_of(entry).count() == 100
    (change,) = history_of("registry.person", 7)
    assert (change.before, change.after, change.entry.reason) == ({"name": "A"}, {"name": "B"}, "akta")


class TestThePages:
    @pytest.fixture
    def auditor(self, client):
        user, _ = add_user(username="audit", role="auditor", place=Place(area="75.03"), actor=operator())
        client.force_login(user)
        return client

    def test_the_list_is_narrowed_and_filtered(self, auditor, told):
        shown = auditor.get("/jurnal/?tindakan=registry").content.decode()
        assert "area: 75.03.01" in shown
        assert "75.71" not in shown
        assert "payer.add" not in shown

    def test_an_entry_shows_its_changes(self, auditor, told):
        record_changes(told["bonbol"], [Changed("registry.person", 5, {"name": "Ani"}, {"name": "Ana"})])
        shown = auditor.get(f"/jurnal/{told['bonbol'].pk}/").content.decode()
        assert "Ani" in shown
        assert "Ana" in shown

    def test_an_entry_outside_the_scope_is_not_there(self, auditor, told):
        assert auditor.get(f"/jurnal/{told['kota'].pk}/").status_code == 404

    def test_who_may_not_read_it_is_turned_away(self, client):
        user, _ = add_user(username="op", role="operator", place=Place(area="75.03"), actor=operator())
        client.force_login(user)
        assert client.get("/jurnal/").status_code == 403

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get("/jurnal/").headers["Location"] == "/akun/masuk/?next=/jurnal/"


def test_text_that_is_too_long_is_cut_not_lost():
    entry = record(actor="a" * 300, action="x", reason="r" * 900)
    assert Entry.objects.get(pk=entry.pk).reason == "r" * 500


@pytest.mark.parametrize("write", [lambda rows: rows.update(actor="b"), lambda rows: rows.delete()])
def test_an_entry_is_never_changed_or_taken_away(write):
    record(actor="a", action="x")
    with pytest.raises(AssertionError):
        write(Entry.objects.all())
    assert Entry.objects.get().actor == "a"
