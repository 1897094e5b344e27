"""The header shows the sections and pages that one may see, and where one is."""

import pytest

from naungan.accounts.access import operator
from naungan.accounts.services import Place, add_user
from naungan.home.sections import SECTIONS
from naungan.kit.navigation import _nearest
from tests.structure.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


def header(client, role: str | None, path: str) -> str:
    """The header of a page as a role sees it."""
    if role:
        user, _ = add_user(username="seseorang", role=role, place=Place(area="75"), actor=operator())
        client.force_login(user)
    told = client.get(path).content.decode()
    return told[told.index("<header") : told.index("</header>")]


def test_a_visitor_sees_the_public_sections_only(client):
    told = header(client, None, "/hukum/")
    assert "Hukum" in told
    assert "Peserta</a>" not in told
    assert "Jurnal" not in told


def test_the_pages_of_the_section_that_one_is_in_stand_below(client):
    told = header(client, "list_owner", "/peserta/")
    assert '<nav class="section-nav" aria-label="Peserta">' in told
    assert 'href="/peserta/" aria-current="page"' in told
    assert 'href="/daftar/"' in told
    assert told.count('class="section-nav"') == 1


def test_a_section_leads_to_the_first_page_that_one_may_see(client):
    told = header(client, "leader", "/cakupan/")
    assert 'href="/cakupan/" aria-current="true"' in told
    assert 'href="/peserta/"' not in told


def test_the_nearest_page_above_is_current():
    assert _nearest("/a/b/c/", ["/", "/a/", "/a/b/"]) == "/a/b/"
    assert _nearest("/x/", ["/", "/a/"]) is None
    assert _nearest("/", ["/", "/a/"]) == "/"


def test_every_link_of_the_header_leads_to_a_page_with_the_permission_that_it_says():
    doors = {address.name: address.permission for address in addresses()}
    for section in SECTIONS:
        for link in section.links:
            assert doors[link.url_name] == link.permission, link.url_name
