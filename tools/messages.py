"""The message catalogue without the gettext binaries: `update`, `check`.

Messages are written in Bahasa Indonesia in code and templates; `locale/en` holds the English beside them. Django's
own `templatize` turns a template into text from which Babel extracts, so both kinds of file go the same way.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "naungan"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = "# English of Naungan's messages. The message ids are the Indonesian texts of code and templates."
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Every message in code and templates, with the file it stands in."""
    catalog = Catalog(domain="django", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            lines = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(
                line.strip() for line in lines
            )  # indentation means nothing there, but Python minds
        for _line, function, message, _comments in extract_python(
            io.BytesIO(text.encode()), list(KEYWORDS), [], {}
        ):
            _add(catalog, function, message, path.relative_to(ROOT).as_posix())
    return catalog


def _add(catalog: Catalog, function: str, message: object, place: str) -> None:
    parts = [part for part in message if isinstance(part, str)] if isinstance(message, tuple) else [message]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        return
    context = parts.pop(0) if "pgettext" in function else None
    key = (parts[0], parts[1]) if function.startswith(("ngettext", "npgettext")) else parts[0]
    catalog.add(key, context=context, locations=[(place, None)], flags=_flags(parts[0]))


def _flags(text: str) -> set[str]:
    return {"python-format"} if "%(" in text else set()


def current() -> Catalog:
    """The catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="en", domain="django", fuzzy=False, header_comment=HEADER)
    with PO.open("rb") as file:
        catalog = read_po(file, locale="en", domain="django")
    catalog.header_comment = HEADER
    return catalog


def update() -> None:
    """Add new messages, drop those that nobody uses, compile."""
    catalog = current()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(_as_po(catalog))
    PO.with_suffix(".mo").write_bytes(_as_mo(catalog))
    print(f"{len(catalog)} messages, {len(_untranslated(catalog))} without English")


def check() -> int:
    """0 when the catalogue is complete, fresh and compiled; otherwise say what is missing."""
    catalog, found = current(), extracted()
    kept = {(message.context, message.id) for message in catalog if message.id}
    wanted = {(message.context, message.id) for message in found if message.id}
    problems = [f"not in the catalogue: {key[1]!r}" for key in sorted(wanted - kept, key=str)]
    problems += [f"nobody uses: {key[1]!r}" for key in sorted(kept - wanted, key=str)]
    problems += [f"no English for: {text!r}" for text in _untranslated(catalog)]
    problems += [
        f"placeholders differ: {message.id!r}" for message in catalog if message.id and list(message.check())
    ]
    if not problems and PO.with_suffix(".mo").read_bytes() != _as_mo(catalog):
        problems.append("the compiled catalogue is older than its source")
    for problem in problems:
        print(problem)
    print(f"translations: {len(wanted)} messages, {len(problems)} problems (mend with: make messages)")
    return 1 if problems else 0


def _untranslated(catalog: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalog
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def _as_po(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        omit_header=False,
        sort_output=True,
        width=110,
        include_lineno=False,
        no_location=False,
    )
    lines = buffer.getvalue().decode().splitlines()
    volatile = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Report-Msgid',
    )
    return ("\n".join(line for line in lines if not line.startswith(volatile)) + "\n").encode()


def _as_mo(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    with io.BytesIO(_as_po(catalog)) as source:
        kept = read_po(source, locale="en", domain="django")
    kept.creation_date = kept.revision_date = NO_DATE  # the same catalogue gives the same bytes on any day
    write_mo(buffer, kept)
    return buffer.getvalue()


if __name__ == "__main__":
    settings.configure()
    if sys.argv[1:] == ["update"]:
        update()
    else:
        raise SystemExit(check())
