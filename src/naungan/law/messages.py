"""What the law core says to people, in Indonesian and English: every sentence of it stands here."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from naungan.law.findings import Refused

# A face that serves English sets this for the request; everything else speaks Indonesian.
language: ContextVar[str] = ContextVar("language", default="id")

_TEXTS: Final[dict[str, dict[str, str]]] = {
    "ask.unknown": {
        "id": "Pertanyaan “{ask}” tidak dikenal; yang dapat ditanyakan: {known}.",
        "en": "The question “{ask}” is not known; one can ask: {known}.",
    },
    "fact.unknown": {
        "id": "Fakta “{fact}” tidak dikenal oleh pertanyaan {ask}; yang dipakai: {known}.",
        "en": "The fact “{fact}” is not known to the question {ask}; it takes: {known}.",
    },
    "fact.missing": {
        "id": "Fakta “{fact}” ({title}) belum diisi.",
        "en": "The fact “{fact}” ({title}) is missing.",
    },
    "fact.type": {
        "id": "Fakta “{fact}” harus berupa {expected}, bukan {found}.",
        "en": "The fact “{fact}” must be {expected}, not {found}.",
    },
    "fact.word": {
        "id": "Nilai “{found}” untuk “{fact}” tidak dikenal; pilih dari: {known}.",
        "en": "The value “{found}” of “{fact}” is not known; choose from: {known}.",
    },
    "fact.out_of_range": {
        "id": "Nilai {found} untuk “{fact}” di luar batas {low} sampai {high}.",
        "en": "The value {found} of “{fact}” lies outside {low} to {high}.",
    },
    "fact.not_applicable": {
        "id": "Fakta “{fact}” bernilai {found} tidak berlaku untuk segmen {segment}.",
        "en": "The fact “{fact}” with value {found} does not apply to the segment {segment}.",
    },
    "fact.contradiction": {
        "id": "Fakta “{fact}” bernilai {found} bertentangan dengan “{other}” bernilai {value}.",
        "en": "The fact “{fact}” with value {found} contradicts “{other}” with value {value}.",
    },
    "programme.not_for_segment": {
        "id": "Segmen {segment} tidak mempunyai program {programme}; yang ada: {known}.",
        "en": "The segment {segment} cannot have the programme {programme}; it has: {known}.",
    },
    "programme.not_yet": {
        "id": "Program {programme} belum ada pada {month}; bulan iuran pertamanya {first}.",
        "en": "The programme {programme} did not exist in {month}; its first contribution month is {first}.",
    },
    "segment.not_covered": {
        "id": "Aturan untuk segmen {segment} belum ditulis.",
        "en": "The rules for the segment {segment} are not written yet.",
    },
    "date.before_first_parameter": {
        "id": "Tidak ada aturan untuk {found}; aturan pertama berlaku sejak {first}.",
        "en": "There is no rule for {found}; the first one is in force from {first}.",
    },
    "scholarship.over_maximum": {
        "id": "Anak ke-{child}: “{fact}” {found} tahun melebihi paling lama {high} tahun.",
        "en": "Child {child}: {found} years of “{fact}” exceed the most allowed, {high} years.",
    },
    "kind.number": {"id": "bilangan bulat", "en": "a whole number"},
    "kind.percent": {
        "id": "persen dengan paling banyak empat desimal",
        "en": "a percentage, at most four decimals",
    },
    "kind.flag": {"id": "true atau false", "en": "true or false"},
    "kind.word": {"id": "satu kata", "en": "one word"},
    "kind.words": {"id": "daftar kata", "en": "a list of words"},
    "kind.date": {"id": "tanggal TTTT-BB-HH", "en": "a date, YYYY-MM-DD"},
    "kind.month": {"id": "bulan TTTT-BB", "en": "a month, YYYY-MM"},
    "kind.children": {"id": "daftar anak", "en": "a list of children"},
    "kind.child": {"id": "sisa tahun menurut jenjang", "en": "years left by school level"},
    "parameter.unknown": {
        "id": "Parameter “{name}” tidak dikenal.",
        "en": "The parameter “{name}” is not known.",
    },
    "parameter.no_value": {
        "id": "Parameter “{name}” tidak mempunyai nilai pada {on}.",
        "en": "The parameter “{name}” has no value on {on}.",
    },
    "cases.no_file": {
        "id": "Tidak ada berkas kasus di {path}.",
        "en": "There is no case file at {path}.",
    },
}

_MENDS: Final[dict[str, dict[str, str]]] = {
    "fact.unknown": {"id": "Periksa ejaan nama fakta.", "en": "Check how the fact is spelt."},
    "fact.missing": {"id": "Tambahkan fakta itu.", "en": "Add the fact."},
    "fact.type": {"id": "Tulis nilainya dalam bentuk itu.", "en": "Write the value in that form."},
    "fact.out_of_range": {"id": "Periksa angka dan satuannya.", "en": "Check the figure and its unit."},
    "ask.unknown": {"id": "Pilih salah satu.", "en": "Choose one of them."},
    "programme.not_for_segment": {
        "id": "Hapus program itu atau periksa segmennya.",
        "en": "Take the programme out or check the segment.",
    },
    "programme.not_yet": {
        "id": "Hapus program itu atau pilih bulan kemudian.",
        "en": "Take the programme out or choose a later month.",
    },
    "date.before_first_parameter": {
        "id": "Pilih tanggal sejak aturan pertama berlaku.",
        "en": "Choose a date from the first rule on.",
    },
    "scholarship.over_maximum": {
        "id": "Isi tahun yang masih tersisa pada jenjang itu.",
        "en": "Give the years left on that level.",
    },
}


def say(code: str, **values: object) -> str:
    """The sentence of a code in the language of this context; KeyError for a code that has none."""
    return _TEXTS[code][language.get()].format(**values)


def refusal(code: str, *, where: str, **values: object) -> Refused:
    """A refusal with its sentence and what to do next; `where` names the fact or file at fault."""
    mend = _MENDS.get(code, {}).get(language.get(), "")
    return Refused(code, say(code, **values), where=where, mend=mend)
