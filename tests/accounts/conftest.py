"""Users for the tests of sign-in and roles."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.models import User
from naungan.accounts.services import Place, add_user

PASSWORD = "kata-sandi-yang-panjang"


@pytest.fixture
def clerk(areas) -> User:
    user, _ = add_user(
        username="siti",
        role="operator",
        place=Place(area="75.03"),
        actor=operator("penguji"),
        password=PASSWORD,
    )
    return user
