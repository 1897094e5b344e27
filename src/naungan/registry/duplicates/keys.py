"""What of a person is compared: names brought to one spelling, the parts of a NIK, keys that put people side by side.

Columns in, columns out (Polars). In: `person_id`, `nik`, `name`, `birth_on` (date or null), `sex`, `mother_name`,
`area`, `fresh` (whether the person is new since the last search). No database, no web framework.
"""

from __future__ import annotations

import polars as pl

RAW = pl.Schema(
    {
        "person_id": pl.Int64(),
        "nik": pl.String(),
        "name": pl.String(),
        "birth_on": pl.Date(),
        "sex": pl.String(),
        "mother_name": pl.String(),
        "area": pl.String(),
        "fresh": pl.Boolean(),
    }
)
# Titles before and after a name, and short forms: lists write them or not.
_TITLES = r"\b(?:H|HJ|HI|HAJI|HAJJAH|IR|DRS|DRA|DR|SH|SE|SPD|SIP|SAG|ST|AMD|SKM|MSI|MPD|ALM|ALMH|BIN|BINTI)\b"
_SHORT = {r"\b(?:M|MOH|MUH|MOCH|MUCH|MHD|MUHAMAD|MOHAMAD|MOHAMMAD|MUCHAMAD|MOCHAMAD)\b": "MUHAMMAD"}
# Spelling of before 1972 and letters that are heard alike.
_HEARD = {
    "OE": "U", "DJ": "J", "TJ": "C", "SJ": "S", "SY": "S", "CH": "K", "KH": "K", "PH": "F", "V": "F", "Q": "K",
    "X": "KS", "Z": "S", "Y": "I", "W": "U", "H": "",
}  # fmt: skip


def prepared(people: pl.DataFrame) -> pl.DataFrame:
    """The frame that the comparison reads: one row a person, empty texts as null."""
    return (
        people.with_columns(name_clean=_clean("name"), mother_clean=_clean("mother_name"))
        .with_columns(name_sorted=_sorted("name_clean"), **_nik_parts(), **_birth())
        .with_columns(name_heard=heard("name_sorted"), mother_heard=heard("mother_clean"))
        .with_columns(**_words(), **_home())
        .with_columns(**_blocks())
        .with_columns(pl.col(pl.String).replace("", None))
        .drop("name", "mother_name", "birth_on")
    )


def exact_pairs(people: pl.DataFrame) -> pl.DataFrame:
    """Pairs of the same name as it is heard, birth date and district; their probability is not known (0)."""
    same = ["name_heard", "birth", "district"]
    keyed = prepared(people).select("person_id", "fresh", *same).drop_nulls(same)
    both = keyed.join(keyed, on=same, suffix="_r").filter(
        (pl.col("person_id") < pl.col("person_id_r")) & (pl.col("fresh") | pl.col("fresh_r"))
    )
    return both.select(
        first_id="person_id",
        second_id="person_id_r",
        ppm=pl.lit(0),
        name=pl.lit(1),
        birth=pl.lit(0),
        home=pl.lit(1),
    )


def heard(column: str) -> pl.Expr:
    """A name as it is heard: letters that sound alike as one, vowels inside words and doubled letters left out."""
    text = pl.col(column)
    for written, sound in _HEARD.items():
        text = text.str.replace_all(written, sound, literal=True)
    return text.str.replace_all(r"(\w)[AIUEO]+", "${1}").str.replace_all(
        r"BB+|CC+|DD+|FF+|GG+|JJ+|KK+|LL+|MM+|NN+|PP+|RR+|SS+|TT+", ""
    )


def _clean(column: str) -> pl.Expr:
    text = pl.col(column).fill_null("").str.to_uppercase().str.replace_all(r"['’`]", "")
    text = text.str.replace_all(r"[^A-Z ]", " ").str.replace_all(_TITLES, " ")
    for pattern, name in _SHORT.items():
        text = text.str.replace_all(pattern, name)
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def _sorted(column: str) -> pl.Expr:
    return pl.col(column).str.split(" ").list.sort().list.join(" ")


def _nik_parts() -> dict[str, pl.Expr]:
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int16, strict=False).fill_null(0)
    plain = pl.when(day > 40).then(day - 40).otherwise(day)
    return {
        "nik_place": pl.col("nik").str.slice(0, 6),
        "nik_regency": pl.col("nik").str.slice(0, 4),
        "nik_birth": pl.col("nik").str.slice(6, 6),
        "nik_serial": pl.col("nik").str.slice(12, 4),
        # day, month and year of the NIK, whoever it is
        "nik_day": plain.cast(pl.String).str.zfill(2) + pl.col("nik").str.slice(8, 4),
    }


def _birth() -> dict[str, pl.Expr]:
    birth = pl.col("birth_on")
    day, month = birth.dt.day(), birth.dt.month()
    low, high = pl.min_horizontal(day, month), pl.max_horizontal(day, month)
    return {
        "birth": birth.dt.to_string("%d%m%y"),
        "birth_swapped": birth.dt.to_string("%m%d%y"),
        # the same whichever of day and month came first
        "birth_either": pl.format("{}-{}-{}", birth.dt.year(), low, high),
    }


def _words() -> dict[str, pl.Expr]:
    words = pl.col("name_heard").str.split(" ")
    return {
        "name_words": pl.col("name_sorted").str.split(" "),
        "first_word": words.list.first().str.slice(0, 3),
        "last_word": words.list.last().str.slice(0, 3),
    }


def _home() -> dict[str, pl.Expr]:
    """The levels of the area, null where it is known less closely."""
    area = pl.col("area")
    return {
        "village": pl.when(area.str.len_chars() > 8).then(area),
        "district": pl.when(area.str.len_chars() >= 8).then(area.str.slice(0, 8)),
        "regency": pl.when(area.str.len_chars() >= 5).then(area.str.slice(0, 5)),
    }


def _blocks() -> dict[str, pl.Expr]:
    """Keys: two people with one key in common are compared."""
    place = pl.col("area")
    return {
        "by_serial": pl.col("nik").str.slice(6, 10),
        "by_place": pl.col("nik").str.slice(0, 12),
        "by_birth_first": _both("birth_either", "first_word"),
        "by_birth_last": _both("birth_either", "last_word"),
        "by_nik_birth": _both("nik_day", "first_word"),
        "by_birth_home": _both("birth_either", "district"),
        "by_nik_birth_home": _both("nik_day", "district"),
        "by_home": pl.when(pl.col("name_heard").str.contains(" ")).then(
            pl.concat_str(pl.col("name_heard"), place.str.slice(0, 8), separator="|")
        ),
        "by_mother": pl.when(pl.col("mother_heard").str.len_chars() > 3).then(
            pl.concat_str("mother_heard", "first_word", place.str.slice(0, 5), separator="|")
        ),
    }


def _both(left: str, right: str) -> pl.Expr:
    return pl.when(pl.col(right) != "").then(pl.concat_str(left, right, separator="|"))
