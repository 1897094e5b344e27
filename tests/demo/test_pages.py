"""Artikel -> layar: every fact on one page, open to all in a demo, closed and uncounted elsewhere."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from naungan.demo import pages
from naungan.demo.facts import articles, facts


@pytest.fixture
def shown(office, client, settings):
    """The page of a demo with its first year."""
    settings.DEMO = True
    office.year_2019()
    return client.get(reverse("articles"))


def test_every_fact_stands_under_its_article_with_what_was_published(shown):
    text = shown.content.decode()
    assert shown.status_code == 200
    for fact in facts().values():
        assert f'id="{fact.id}"' in text
    for article in articles().values():
        assert article.title_id in text
    assert "sekitar 30,00" in text
    assert "Orang-orang di sini rekaan" in text


def test_computed_facts_lead_to_the_pages_that_show_them(shown):
    text = shown.content.decode()
    assert "/cakupan/?per=2023-11-30&amp;wilayah=75&amp;indikator=potensi" in text
    assert "/cakupan/peringkat/?per=2023-11-30&amp;kantor=sulawesi-maluku" in text
    assert "ask=benefit.jkm&amp;event_on=2019-11-20" in text


def test_the_law_link_is_answered_with_the_same_amount(shown, client):
    row = next(row for section in shown.context["sections"] for row in section.rows if row.id == "S0-4")
    answer = client.get(row.href)
    assert answer.status_code == 200
    assert "24.000.000" in row.computed
    assert "24.000.000" in answer.content.decode()


def test_the_table_can_be_taken_along_as_csv(shown, client):
    answer = client.get(reverse("articles"), {"format": "csv"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    ids = [row[0] for row in csv.reader(io.StringIO(body)) if row and row[0] in facts()]
    assert ids == list(facts())


def test_outside_a_demo_nobody_learns_anything_about_real_lists(office, client, settings, monkeypatch):
    settings.DEMO = False
    office.year_2019()
    monkeypatch.setattr(pages, "lines", None)
    answer = client.get(reverse("articles"))
    assert answer.status_code == 200
    assert "S1-6" not in answer.content.decode()


def test_a_new_payment_makes_the_page_count_again(shown, client, office):
    before = shown.context["sections"]
    office.year_2020()
    after = client.get(reverse("articles")).context["sections"]
    row = next(row for section in after for row in section.rows if row.id == "S4-1")
    assert row.computed == "12 dari 12 bulan"
    assert before != after


def test_in_english_the_facts_are_english(office, client, settings):
    settings.DEMO = True
    office.year_2019()
    answer = client.get(reverse("articles"), HTTP_ACCEPT_LANGUAGE="en")
    assert "Coverage of Gorontalo province" in answer.content.decode()
