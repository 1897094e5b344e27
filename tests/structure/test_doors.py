"""Every address has a door, and the door opens for exactly those roles that hold its permission."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.models import Role
from naungan.accounts.roles import PERMISSIONS, roles_with
from naungan.accounts.services import Place, add_user
from naungan.home.api import api
from tests.structure.addresses import Address, addresses

OPEN = {"public", "signed-in"}
# The quick path tries one role that may much, one that only looks and one of a single room; the gate tries every role.
QUICK = {Role.ADMINISTRATOR, Role.LEADER, Role.JUROR}
ROLES = [pytest.param(role, marks=() if role in QUICK else pytest.mark.slow) for role in Role.values]
GUARDED = [a for a in addresses() if a.permission not in OPEN and a.path]


def test_every_address_has_a_permission_mark():
    unmarked = [a.route for a in addresses() if a.permission is None]
    assert unmarked == []


def test_every_permission_is_held_by_somebody():
    asked = {a.permission for a in addresses()} - OPEN
    assert {permission for permission in asked if not roles_with(permission)} == set()


def test_every_operation_of_the_json_interface_has_a_mark():
    operations = [
        operation
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert operations
    assert [o.path for o in operations if getattr(o.view_func, "permission", None) is None] == []


def test_only_these_addresses_are_open_to_visitors():
    public = {a.name for a in addresses() if a.permission == "public"}
    assert public - {"law_parameter"} <= {
        "home",
        "law",
        "law_parameters",
        "law_explain",
        "account_login",
        "account_inactive",
        "mfa_authenticate",
        "set_language",
        "articles",
        "calendar_feed",  # opened by the secret in its address
        "paper_check",
        "paper_verify",  # opened by the code on the paper
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", GUARDED, ids=lambda a: a.route)
def test_a_visitor_is_sent_to_sign_in(client, address: Address):
    answer = client.get(address.path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/akun/masuk/?next=")


@pytest.mark.django_db
@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_what_it_holds_and_nothing_else(client, role):
    user, _ = add_user(username="seseorang", role=role, place=Place(area="75"), actor=operator())
    client.force_login(user)
    turned_away = {a.route for a in GUARDED if client.get(a.path).status_code == 403}
    assert turned_away == {a.route for a in GUARDED if a.permission not in PERMISSIONS[role]}
