"""Compares people in a process of its own: `python -m naungan.registry.duplicates.worker ORDER`, ORDER a JSON file.

Splink works in DuckDB, which brings an SQLite of its own; this process never opens the database. It reads people
from Parquet and writes pairs to Parquet (`first_id` < `second_id`, `ppm`, and a level for each part compared).
Trained on the people themselves: chances among strangers from random pairs, chances within pairs by expectation
maximisation; seeds are fixed. A trained model is kept and used again for newcomers.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from naungan.registry.duplicates.keys import prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20_261_122
BLOCKS = (
    "by_serial",
    "by_place",
    "by_birth_first",
    "by_birth_last",
    "by_nik_birth",
    "by_birth_home",
    "by_nik_birth_home",
    "by_home",
    "by_mother",
)
PARTS = ("name", "birth", "place", "serial", "mother", "home", "sex")
_RANDOM_PAIRS = 1_000_000
# Rules that hold for one person and hardly ever for two: from them the share of pairs is estimated.
_SURE = (
    "l.by_serial = r.by_serial AND l.name_heard = r.name_heard",
    "l.by_place = r.by_place AND l.name_heard = r.name_heard",
    "l.birth = r.birth AND l.name_sorted = r.name_sorted AND l.district = r.district",
)
_SURE_RECALL = 0.6
# Each training round leaves out the parts that its own block makes certain; together they reach every part.
_ROUNDS = (
    "l.nik_day = r.nik_day AND l.nik_serial = r.nik_serial",
    "l.name_sorted = r.name_sorted AND l.district = r.district",
    "l.nik_day = r.nik_day AND l.name_heard = r.name_heard",
)
_ROUND_PAIRS = 2_000_000
# One house shares mother, village and the place of its NIKs, and twins the day too: whoever has quite another name,
# or quite another birth date, is another person, however much else is the same. The last level of each that may be.
LAST_ALIKE = {"name": 4, "birth": 3}


def main(order_path: str) -> int:
    """Do what an order says: `people`, `pairs`, `model` (paths), `train`, `least_ppm`, `memory_mib`, `threads`."""
    order = json.loads(Path(order_path).read_text(encoding="utf-8"))
    logging.disable(logging.WARNING)
    pairs = compare(
        prepared(pl.read_parquet(order["people"])),
        model=Path(order["model"]),
        train=order["train"],
        least_ppm=order["least_ppm"],
        limits=(order["memory_mib"], order["threads"]),
    )
    pairs.write_parquet(order["pairs"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"pairs": pairs.height, "peak_mib": peak}) + "\n")
    return 0


def compare(
    people: pl.DataFrame, *, model: Path, train: bool, least_ppm: int, limits: tuple[int, int]
) -> pl.DataFrame:
    """Pairs whose probability is at least `least_ppm`; the model is trained first, or read from its file."""
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    database = DuckDBAPI()
    memory_mib, threads = limits
    for setting in (
        f"memory_limit = '{memory_mib}MiB'",
        f"threads = {threads}",
        "preserve_insertion_order = false",
    ):
        database.duckdb_con.execute(f"SET {setting}")
    table = database.register(people.to_arrow())
    if train:
        learning = Linker(table, _settings(), log_level=None)
        _train(learning)
        model.write_text(json.dumps(_whole(learning.misc.save_model_to_json())), encoding="utf-8")
    linker = Linker(table, json.loads(model.read_text(encoding="utf-8")), log_level=None)
    found = linker.inference.predict(threshold_match_probability=least_ppm / 1_000_000)
    return _with_levels(database, found.physical_name, table.physical_name)


def _with_levels(database: Any, found: str, people: str) -> pl.DataFrame:
    """The found pairs with the level of each part: 0 is the most alike, -1 not known."""
    columns = database.duckdb_con.sql(f"FROM {people} LIMIT 0").columns
    sides = ", ".join(
        f'l."{name}" AS {name}_l, r."{name}" AS {name}_r' for name in columns if name != "person_id"
    )
    levels = ", ".join(_level(part, conditions) for part, conditions in _LEVELS.items())
    alike = " AND ".join(f"{part} <= {last}" for part, last in LAST_ALIKE.items())
    frame = pl.from_arrow(
        database.duckdb_con.sql(
            f"""SELECT first_id, second_id, ppm, {levels} FROM (
                  SELECT least(person_id_l, person_id_r) AS first_id, greatest(person_id_l, person_id_r) AS second_id,
                         CAST(floor(match_probability * 1000000) AS INTEGER) AS ppm, {sides}
                    FROM {found} JOIN {people} l ON l.person_id = person_id_l
                         JOIN {people} r ON r.person_id = person_id_r)
                 WHERE {alike} ORDER BY 1, 2"""  # noqa: S608
        ).to_arrow_table()
    )
    assert isinstance(frame, pl.DataFrame)
    return frame


def _level(part: str, conditions: Sequence[str]) -> str:
    unknown, *alike = conditions
    cases = " ".join(f"WHEN {condition} THEN {i}" for i, condition in enumerate(alike))
    return f"CAST(CASE WHEN {unknown} THEN -1 {cases} ELSE {len(alike)} END AS TINYINT) AS {part}"


def _whole(model: dict[str, Any]) -> dict[str, Any]:
    """A trained model in which no level is without a chance: what was never seen is rare, not impossible."""
    for comparison in model["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        for chance, least in (("m_probability", 0.002), ("u_probability", 0.000_001)):
            given = [max(least, level.get(chance) or 0.0) for level in levels]
            for level, value in zip(levels, given, strict=True):
                level[chance] = value / sum(given)
    return model


def _train(linker: Any) -> None:
    linker.training.estimate_probability_two_random_records_match(list(_SURE), recall=_SURE_RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=SEED)
    for rule in _ROUNDS:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, record_sample_proportion=1.0, max_pairs=_ROUND_PAIRS
        )


def _settings() -> Any:
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="person_id",
        comparisons=[_comparison(part, levels) for part, levels in _LEVELS.items()],
        blocking_rules_to_generate_predictions=[_block(name) for name in BLOCKS],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        max_iterations=25,
    )


def _as_trained(model: Path) -> Any:
    return json.loads(model.read_text(encoding="utf-8"))


def _block(name: str) -> dict[str, str]:
    rule = f"l.{name} = r.{name} AND (l.fresh OR r.fresh)"
    return {"blocking_rule": rule, "sql_dialect": "duckdb"}


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _words_within(least: float) -> str:
    """Every word of the shorter name has one like it in the longer."""

    def within(some: str, others: str) -> str:
        like = f"list_transform({others}, lambda other: jaro_winkler_similarity(word, other))"
        return f"len(list_filter({some}, lambda word: list_max({like}) < {least})) = 0"

    left, right = "name_words_l", "name_words_r"
    alike = _alike("name_sorted", 0.7)
    # looked at word by word only where something is alike at all: that is slow
    near = f"(first_word_l = first_word_r OR last_word_l = last_word_r OR {alike})"
    return f"{near} AND (({within(left, right)}) OR ({within(right, left)}))"


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


# The levels of each part, the most alike first; what fits none is "else". The first of all: not known.
_LEVELS: dict[str, Sequence[str]] = {
    "name": (
        _missing("name_sorted"),
        _same("name_sorted"),
        _same("name_heard"),
        _alike("name_sorted", 0.94),
        _words_within(1.0),
        _words_within(0.86),
    ),
    # The date in the list and the one in the NIK are one piece of evidence: they come from each other.
    "birth": (
        _missing("nik_day"),
        "birth_l = birth_r AND nik_day_l = nik_day_r",
        "birth_l = birth_r OR nik_day_l = nik_day_r",
        "birth_either_l = birth_either_r OR birth_swapped_l = nik_day_r OR birth_swapped_r = nik_day_l",
        "damerau_levenshtein(nik_day_l, nik_day_r) <= 1 OR damerau_levenshtein(birth_l, birth_r) <= 1",
    ),
    "place": (_missing("nik_place"), _same("nik_place"), "damerau_levenshtein(nik_place_l, nik_place_r) <= 1",
              _same("nik_regency")),
    "serial": (_missing("nik_serial"), _same("nik_serial"), "damerau_levenshtein(nik_serial_l, nik_serial_r) <= 1"),
    "mother": (
        _missing("mother_clean"), _same("mother_clean"), _same("mother_heard"), _alike("mother_clean", 0.85),
    ),
    "home": (_missing("regency"), _same("village"), _same("district"), _same("regency")),
    "sex": (_missing("sex"), _same("sex")),
}  # fmt: skip


def _comparison(part: str, levels: Sequence[str]) -> dict[str, Any]:
    unknown, *alike = levels
    return {
        "output_column_name": part,
        "comparison_levels": [
            {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True},
            *({"sql_condition": level, "label_for_charts": f"{part} {i}"} for i, level in enumerate(alike)),
            {"sql_condition": "ELSE", "label_for_charts": "else"},
        ],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
