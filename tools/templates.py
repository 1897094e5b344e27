"""Checks every template: it compiles, is in djade's style, and has no inline script, style or handler (strict CSP)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "address of another host": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I),
}
# a template may point to another host only as a link for people, marked rel="external"
EXTERNAL_LINK = re.compile(r"<a\b[^>]*rel=\"external[^>]*>", re.I)


def main() -> int:
    """0 when all templates pass; prints each problem with its file and line."""
    templates = sorted(ROOT.glob("src/naungan/*/templates/**/*.html"))
    problems = [problem for path in templates for problem in _problems(path)]
    problems += _uncompiled(templates)
    for problem in problems:
        print(problem)
    style = subprocess.run(
        [Path(sys.executable).parent / "djade", "--target-version", "5.2", "--check", *templates],
        check=False,
    )
    print(f"templates: {len(templates)} read, {len(problems)} problems")
    return 1 if problems or style.returncode else 0


def _problems(path: Path) -> list[str]:
    text = EXTERNAL_LINK.sub("<a>", path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]


def _uncompiled(templates: list[Path]) -> list[str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    os.environ.setdefault("NAUNGAN_HOME", tempfile.mkdtemp())
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    problems = []
    for path in templates:
        name = str(path).split("/templates/", 1)[1]
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
    return problems


if __name__ == "__main__":
    raise SystemExit(main())
