"""Giving accounts and roles: by service and by command, each within one place."""

import json

import pytest
from typer.testing import CliRunner

from naungan.accounts.access import actor_for, needs, operator
from naungan.accounts.commands import user_app
from naungan.accounts.models import Role, RoleGrant, User
from naungan.accounts.roles import PERMISSIONS, roles_with
from naungan.accounts.scope import EVERYWHERE, NOWHERE, Scope, scope_of
from naungan.accounts.services import Place, add_user, grant
from naungan.areas.models import Area, Office
from naungan.journal.models import Entry
from naungan.law.findings import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


def user(name="siti", role="operator", **place) -> User:
    made, _ = add_user(username=name, role=role, place=Place(**place), actor=operator("penguji"))
    return made


@pytest.mark.parametrize(
    ("role", "place", "code"),
    [
        ("raja", {"area": "75"}, "role.unknown"),
        ("operator", {}, "place.missing"),
        ("operator", {"area": "75", "payer": "X"}, "place.several"),
        ("operator", {"everywhere": True}, "place.everywhere"),
        ("operator", {"area": "99"}, "area.unknown"),
        ("operator", {"office": "bulan"}, "office.unknown"),
    ],
)
def test_a_role_is_held_in_one_known_place(role, place, code):
    with pytest.raises(Refused) as caught:
        user(role=role, **place)
    assert caught.value.code == code
    assert not User.objects.exists()


def test_a_name_is_taken_once_whatever_its_capitals():
    user("siti", area="75")
    with pytest.raises(Refused) as caught:
        user("SITI", area="75")
    assert caught.value.code == "user.exists"


def test_a_weak_password_is_refused():
    with pytest.raises(Refused) as caught:
        add_user(username="a", role="auditor", place=Place(area="75"), actor=operator(), password="12345")
    assert caught.value.code == "user.password"


def test_a_role_given_is_in_the_journal_with_its_place():
    user("siti", area="75.03")
    entry = Entry.objects.get(action="accounts.grant")
    assert (entry.actor, entry.summary["user"], entry.summary["area"]) == ("penguji", "siti", "75.03")


def test_the_same_role_again_changes_nothing():
    made = user("siti", area="75.03")
    grant(user=made, role="operator", place=Place(area="75.03"), actor=operator())
    assert RoleGrant.objects.count() == 1
    assert Entry.objects.count() == 1


class TestScope:
    def test_an_area_holds_all_below_it_and_nothing_beside(self):
        scope = scope_of(user(area="75.03"))
        assert scope.holds_area("75.03")
        assert scope.holds_area("75.03.01.2006")
        assert not scope.holds_area("75.04")
        assert not scope.holds_area("75")
        assert not scope.holds_area("75.030")

    def test_an_office_holds_its_areas(self):
        office = Office.objects.create(code="kanwil", name="Kanwil", kind="REGIONAL")
        office.areas.set(Area.objects.filter(code__in=["71", "75"]))
        assert scope_of(user(role="regional_office", office="kanwil")).areas == ("71", "75")

    def test_a_payer_holds_itself_only(self):
        scope = scope_of(user(payer="PT-1"))
        assert scope.holds_payer("PT-1", "75.71")
        assert not scope.holds_payer("PT-2", "75.71")

    def test_only_administrators_and_auditors_may_be_everywhere(self):
        assert scope_of(user(role="auditor", everywhere=True)) == EVERYWHERE

    def test_a_user_without_a_role_sees_nothing(self):
        assert scope_of(User.objects.create(username="baru")) == NOWHERE
        assert Area.objects.filter(NOWHERE.area_q("code")).count() == 0

    def test_two_grants_add_up(self):
        made = user(area="75.03")
        grant(user=made, role="auditor", place=Place(area="71"), actor=operator())
        assert scope_of(made).areas == ("71", "75.03")

    def test_a_permission_reaches_only_where_its_role_is_held(self):
        made = user(role="operator", area="75.03")
        grant(user=made, role="leader", place=Place(area="75"), actor=operator())
        actor = actor_for(made, "registry.import")
        assert actor is not None
        assert actor.scope.areas == ("75.03",)
        assert actor_for(made, "month.post") is None

    def test_the_scope_as_a_condition_finds_the_same_areas(self):
        scope = Scope(areas=("75.03.01", "71"))
        found = set(Area.objects.filter(scope.area_q("code")).values_list("code", flat=True))
        assert found == {c for c in Area.objects.values_list("code", flat=True) if scope.holds_area(c)}
        assert "75.03.01.2006" in found

    def test_narrowing_never_widens(self):
        scope = Scope(areas=("75.03",))
        assert scope.narrowed("75.03.01").areas == ("75.03.01",)
        assert scope.narrowed("75").areas == ("75.03",)
        assert scope.narrowed("71").areas == ()


def test_every_permission_of_every_role_is_known_and_every_role_has_some():
    assert set(PERMISSIONS) == set(Role.values)
    assert roles_with("month.post") == {Role.ADMINISTRATOR, Role.BRANCH_OFFICER}
    with pytest.raises(AssertionError):
        needs("tidak.ada")


class TestTheCommand:
    def run(self, *arguments, **more):
        return CliRunner().invoke(user_app, list(arguments), **more)

    def test_a_password_is_made_and_shown_once(self):
        shown = self.run("add", "siti", "--role", "operator", "--area", "75.03", "--json")
        told = json.loads(shown.stdout)
        assert (told["username"], told["place"]) == ("siti", "75.03")
        assert User.objects.get().check_password(told["password"])

    def test_a_password_given_is_not_repeated(self):
        shown = self.run(
            "add",
            "siti",
            "--role",
            "auditor",
            "--everywhere",
            "--password-stdin",
            "--json",
            input="panjang-sekali-12\n",
        )
        assert json.loads(shown.stdout)["password"] is None
        assert User.objects.get().check_password("panjang-sekali-12")

    def test_a_refusal_is_json_on_standard_error_with_status_2(self):
        shown = self.run("add", "siti", "--role", "operator", "--area", "99", "--json")
        assert shown.exit_code == 2
        assert json.loads(shown.stderr)["error"]["code"] == "area.unknown"
        assert shown.stdout == ""

    def test_another_role_is_granted(self):
        self.run("add", "siti", "--role", "operator", "--area", "75.03")
        shown = self.run("grant", "siti", "--role", "verifier", "--area", "75.03", "--actor", "kepala")
        assert shown.exit_code == 0
        assert set(RoleGrant.objects.values_list("role", flat=True)) == {"operator", "verifier"}
        assert Entry.objects.filter(actor="kepala").count() == 1
