"""Every list page offers CSV and XLSX of what it shows."""

import zipfile
from io import BytesIO

import pytest

from naungan.accounts.access import operator
from naungan.accounts.services import Place, add_user
from tests.structure.addresses import addresses, let_go

# Pages that must be lists, so that one that stops to be one is noticed.
EXPECTED = {"journal", "law_parameters"}


@pytest.fixture
def everywhere(client, areas):
    user, _ = add_user(username="semua", role="administrator", place=Place(everywhere=True), actor=operator())
    client.force_login(user)
    return client


def test_every_list_page_gives_its_rows_as_files(everywhere):
    seen = set()
    for address in addresses():
        if address.path is None or address.permission == "signed-in":
            continue
        answer = everywhere.get(address.path)
        if answer.streaming or b"data-list=" not in answer.content:
            continue
        seen.add(address.name)
        csv = everywhere.get(address.path, {"format": "csv"})
        assert csv.headers["Content-Type"].startswith("text/csv"), address.route
        assert "attachment" in csv.headers["Content-Disposition"]
        assert b"".join(csv.streaming_content).startswith("\ufeffJudul,".encode())
        xlsx = everywhere.get(address.path, {"format": "xlsx"})
        content = b"".join(xlsx.streaming_content)
        let_go(xlsx)
        assert "xl/workbook.xml" in zipfile.ZipFile(BytesIO(content)).namelist(), address.route
    assert seen >= EXPECTED
