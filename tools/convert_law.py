"""Turn research notes on the law (YAML, percent as decimals, mixed kinds) into the product's parameter files.

    python tools/convert_law.py NOTES.yaml [NOTES.yaml ...] --into src/naungan/law/parameters

Decimals are read as text and become integer parts per million, so that no float stands between the law
and the bill. What several notes say alike becomes one parameter; formulas written as words become rules in
the code and are left out here. Which note becomes which parameter is told in `law_plan.yaml`.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

PLAN = Path(__file__).with_name("law_plan.yaml")
CHECKED_ON = date(2026, 11, 21)
PERCENT_TO_PPM = 10_000
CITATION_WORDS = {
    "(article nos. not seen)": "(nomor pasal belum dibaca)",
    "(article not located)": "(pasal belum ditemukan)",
    "article number not checked": "nomor pasal belum diperiksa",
    "normal rule resumes": "PP 44, 45, 46/2015 (aturan biasa berlaku lagi)",
    " and ": " dan ",
    "row 1 (base 1,000,000)": "baris 1 (dasar 1.000.000)",
    "row 1": "baris 1",
    "last row; DERIVED from JKK max 207,000": "baris terakhir; dihitung dari JKK terbanyak 207.000",
    "transport-sector BPU": "BPU sektor transportasi",
    "BPU outside transport": "BPU di luar transportasi",
    "JKK counterpart": "pasal JKK yang sejajar",
    "BPJS practice (legal article not located)": "praktik BPJS Ketenagakerjaan (pasal belum ditemukan)",
    "BPJS practice": "praktik BPJS Ketenagakerjaan",
    "rest deferred, settle 2021-05-15 to 2022-04-15": "sisanya ditunda",
    "(construction articles)": "(pasal jasa konstruksi)",
    "JKK article number not seen": "nomor pasal JKK belum dibaca",
    " ff.": " dst.",
    "letter quoted as": "surat dikutip sebagai",
    "letter ": "surat ",
    "(start month inferred; one source says February 2021)": "(bulan mulai disimpulkan)",
    "(group I)": "(kelompok I-V)",
    "points moved to JKP": "poin pindah ke JKP",
    "floor = JKM grant": "batas bawah = santunan JKM",
    "paid at once": "dibayar sekaligus",
    "article text UNVERIFIED (recalled, not sourced)": "naskah pasal belum dibaca",
    "implied by first/second/third claim": "tersirat dari klaim pertama s.d. ketiga",
    "second dan third claim each need 5 years (BPJS text)": "keterangan BPJS",
    "not found in regulation; secondary source only": "PP 82/2019 (hanya sumber sekunder)",
    ": JKP funded by 0.22% state + 0.14% JKK only": "",
    ": JKK only": " (hanya JKK)",
    "; from year 3: Pasal 17 progressive": "",
    ": final, if paid within 2 calendar years": "",
    "after PP 60/2015": "setelah PP 60/2015",
    "as quoted by BPJS Cikarang (0.24 + 0.30)": "dikutip BPJS Cikarang (0,24 + 0,30)",
    "risk group I; e.g.": "kelompok risiko I; misalnya",
    "e.g. ": "misalnya ",
    "as amended by": "diubah dengan",
    "inserted by": "disisipkan oleh",
    "restated": "ditegaskan lagi",
    "DERIVED: previous value x (1+inflation), rounded up": "dihitung: nilai sebelumnya x (1 + inflasi), "
    "dibulatkan ke atas",
}
PLAIN_NOTE = {
    "medium": "satu sumber sekunder atau disimpulkan dari angka lain; naskah asli belum dibaca",
    "low": "sumber lemah atau tanpa sumber; periksa lembaran negara sebelum dipakai",
}


class _NoAliases(yaml.SafeDumper):
    """A dumper that writes a repeated value again, because people read these files."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Never refer back to a value written before."""
        return True


class _TextDecimals(yaml.SafeLoader):
    """A loader that leaves decimals as the text they were written in."""


_TextDecimals.add_constructor("tag:yaml.org,2002:float", lambda loader, node: loader.construct_scalar(node))


def main() -> int:
    """Read the notes named on the command line and write one file per programme."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("notes", nargs="+", type=Path)
    arguments.add_argument("--into", type=Path, required=True)
    options = arguments.parse_args()
    notes = read_notes(options.notes)
    plan = yaml.load(PLAN.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    for group, wanted in plan.items():
        content = {name: parameter(name, spec, notes) for name, spec in wanted.items()}
        write(options.into / f"{group}.yaml", content)
    print(f"{sum(len(wanted) for wanted in plan.values())} parameters in {len(plan)} files")
    return 0


def read_notes(paths: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """The dated entries of every note by key; the same key in two files must say the same."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in paths:
        for key, note in yaml.load(path.read_text(encoding="utf-8"), Loader=_TextDecimals).items():
            entries = [entry | {"from": as_date(entry["from"])} for entry in note["values"]]
            if key in found and [(e["from"], e["value"]) for e in found[key]] != [
                (e["from"], e["value"]) for e in entries
            ]:
                sys.exit(f"{key} differs between the files")
            found.setdefault(key, entries)
    return found


def parameter(name: str, spec: dict[str, Any], notes: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """One parameter in the product's format, from the notes that its plan names."""
    entries = [dated(spec, raw) for raw in chosen(name, spec, notes)]
    for entry, following in pairwise(entries):
        if entry.get("to") == following["from"] - timedelta(days=1):
            del entry["to"]
    written = {"name": {"id": spec["id"], "en": spec["en"]}, "unit": spec["unit"]}
    for key in ("kind", "key", "bounds", "next_expected", "note"):
        if key in spec:
            written[key] = spec[key]
    written.setdefault("bounds", [0, 1_000_000] if spec["unit"].startswith("ppm") else [0, 1_000_000_000])
    return written | {"values": entries}


def chosen(name: str, spec: dict[str, Any], notes: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The entries a parameter takes: of one note, of one per table row, or a constant of a formula."""
    source = spec["from_note"]
    if isinstance(source, dict):
        columns = [notes[key] for key in source.values()]
        merged = [dict(rows[0]) for rows in zip(*columns, strict=True)]
        for index, entry in enumerate(merged):
            entry["value"] = {
                row: column[index]["value"] for row, column in zip(source, columns, strict=True)
            }
        return merged
    entries = [dict(entry) for entry in notes[source]]
    if "only" in spec:
        entries = [entry for entry in entries if spec["only"] in entry["reference"]]
    if "constant" in spec:
        entries = [entry | {"value": spec["constant"]} for entry in entries]
    if "take" in spec:
        entries = [entry | {"value": rows_of(entry["value"], spec["take"])} for entry in entries]
    if "layers_above" in spec:
        entries = [
            e | {"value": {0: "0", notes[spec["layers_above"]][0]["value"]: e["value"]}} for e in entries
        ]
    entries = [entry for entry in entries if entry["value"] is not None]
    if not entries:
        sys.exit(f"{name}: no entry taken from {source}")
    return entries


def rows_of(value: Any, take: dict[str, Any]) -> Any:
    """The rows of a table, or one part of a mapping, out of a value of several parts.

    `part`: that key of a mapping. `key` and `value`: the columns of a list of rows; `upper: true` means that
    the key column is the upper bound, so that a row begins where the one before ended; `less` is taken off a
    key.
    """
    if "part" in take:
        return value[take["part"]]
    keys = [row[take["key"]] for row in value]
    if take.get("upper"):
        keys = [0, *keys[:-1]]
    keys = [int(str(key).split("-", maxsplit=1)[0].rstrip("+")) - take.get("less", 0) for key in keys]
    return {key: row[take["value"]] for key, row in zip(keys, value, strict=True)}


def dated(spec: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """One entry in the product's format."""
    entry: dict[str, Any] = {"from": raw["from"]}
    last = spec.get("until", raw.get("to"))
    if last is not None:
        entry["to"] = as_date(last)
    entry["value"] = number(raw["value"], rate=spec["unit"].startswith("ppm"))
    entry["reference"] = citation(spec.get("reference", raw["reference"]))
    entry["source"] = raw["source"]
    entry["confidence"] = spec.get("confidence", raw["confidence"])
    entry["checked_on"] = CHECKED_ON
    override = spec.get("entries", {}).get(raw["from"], {})
    entry |= override
    if entry["confidence"] in PLAIN_NOTE and "note" not in spec:
        entry.setdefault("note", PLAIN_NOTE[entry["confidence"]])
    if "rows" in spec:
        entry["rows"] = spec["rows"]
    return entry


def number(value: Any, *, rate: bool) -> Any:
    """An integer, a month as text, or a mapping of them; a rate in percent becomes parts per million."""
    if isinstance(value, dict):
        return {key: number(part, rate=rate) for key, part in value.items()}
    if not rate:
        return value if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value) else int(value)
    scaled = Decimal(str(value)) * PERCENT_TO_PPM
    if scaled != scaled.to_integral_value():
        sys.exit(f"{value} % is no whole number of parts per million")
    return int(scaled)


def citation(text: str) -> str:
    """The reference with articles named as Indonesian law names them."""
    for english, indonesian in CITATION_WORDS.items():
        text = text.replace(english, indonesian)
    return re.sub(r"\bArts?\.\s*", "Pasal ", text).replace("Pasal(", "Pasal (")


def as_date(value: Any) -> date:
    """A date from a date or ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def write(path: Path, content: dict[str, Any]) -> None:
    """One programme's parameters as YAML, parameters apart by a blank line."""
    blocks = [
        yaml.dump({name: spec}, Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=110)
        for name, spec in content.items()
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
