"""What the strict policy and the design ask of every template and every file that pages load."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

import naungan

SOURCE = Path(naungan.__file__).parent
TEMPLATES = sorted(p for p in SOURCE.glob("*/templates/**/*.*") if p.is_file())
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "another host": re.compile(r"(?:src|href|action)=[\"']https?://", re.IGNORECASE),
}


def name_of(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path):
    get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_to_the_policy(path):
    text = path.read_text(encoding="utf-8")
    found = {what: match.group() for what, pattern in FORBIDDEN.items() if (match := pattern.search(text))}
    assert found == {}


def test_every_static_file_that_a_template_names_is_there():
    named = {
        match[1]
        for path in TEMPLATES
        for match in re.finditer(r"\{%\s*static\s+['\"]([^'\"]+)['\"]", path.read_text(encoding="utf-8"))
    }
    assert named
    assert {name for name in named if finders.find(name) is None} == set()


def test_no_style_sheet_of_ours_asks_another_host():
    for path in SOURCE.glob("*/static/**/*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert not re.search(r"url\(\s*['\"]?https?:", text), path.name


def test_a_first_visit_weighs_less_than_150_kilobytes():
    names = (
        "kit/vendor/bootstrap-5.3.9.min.css",
        "kit/skin.css",
        "kit/kit.js",
        "kit/mark.svg",
        "django_htmx/htmx-2.min.js",
    )
    weights = [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names]
    assert sum(weights) < 150_000 - 30_000  # the rest is for the page itself


def test_vendored_files_stand_beside_their_licence():
    for folder in (SOURCE / "kit/static/kit/vendor", Path(__file__).parent.parent / "vendor"):
        bundled = {p.name.split(".min")[0] for p in folder.glob("*.min.*")}
        licensed = {p.name.split(".LICENSE")[0] for p in folder.glob("*.LICENSE.txt")}
        assert bundled
        assert bundled <= licensed
