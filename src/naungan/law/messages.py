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
    "fact.not_written": {
        "id": "“{found}” tidak dapat dibaca sebagai nama=nilai.",
        "en": "“{found}” cannot be read as name=value.",
    },
    "fact.twice": {"id": "Fakta “{fact}” diberikan dua kali.", "en": "The fact “{fact}” is given twice."},
    "date.not_written": {
        "id": "“{found}” bukan tanggal; tulis sebagai TTTT-BB-HH.",
        "en": "“{found}” is no date; write YYYY-MM-DD.",
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
    "value.yes": {"id": "ya", "en": "yes"},
    "value.no": {"id": "tidak", "en": "no"},
    "unit.date": {"id": "{value}", "en": "{value}"},
    "unit.day_of_month": {"id": "tanggal {value}", "en": "day {value}"},
    "unit.days": {"id": "{value} hari", "en": "{value} days"},
    "unit.hours": {"id": "{value} jam", "en": "{value} hours"},
    "unit.kind": {"id": "{value}", "en": "{value}"},
    "unit.month": {"id": "{value}", "en": "{value}"},
    "unit.months": {"id": "{value} bulan", "en": "{value} months"},
    "unit.months_after": {"id": "{value} bulan sesudahnya", "en": "{value} months after"},
    "unit.persons": {"id": "{value} orang", "en": "{value} persons"},
    "unit.times": {"id": "{value} kali", "en": "{value} times"},
    "unit.wage_multiple": {"id": "{value} kali upah", "en": "{value} times the wage"},
    "unit.working_days": {"id": "{value} hari kerja", "en": "{value} working days"},
    "unit.years": {"id": "{value} tahun", "en": "{value} years"},
    "parameter.unknown": {
        "id": "Parameter “{name}” tidak dikenal.",
        "en": "The parameter “{name}” is not known.",
    },
    "parameter.no_value": {
        "id": "Parameter “{name}” tidak mempunyai nilai pada {on}.",
        "en": "The parameter “{name}” has no value on {on}.",
    },
    "cases.no_file": {
        "id": "{path}: tidak ada berkas kasus (.yaml) di sini.",
        "en": "{path}: there is no case file (.yaml) here.",
    },
    "cases.not_yaml": {"id": "bukan YAML yang dapat dibaca: {problem}", "en": "no readable YAML: {problem}"},
    "cases.too_deep": {"id": "isinya bertingkat terlalu dalam", "en": "it is nested too deeply"},
    "cases.repeated_key": {
        "id": "kunci “{key}” ditulis dua kali pada kasus di baris {line}",
        "en": "the key “{key}” stands twice in the case at line {line}",
    },
    "cases.no_list": {"id": "berkas harus berupa daftar kasus", "en": "the file must be a list of cases"},
    "cases.no_mapping": {
        "id": "kasus ke-{number} harus berupa pasangan kunci dan nilai",
        "en": "case {number} must be keys with values",
    },
    "cases.unknown_key": {
        "id": "kasus ke-{number}: kunci “{key}” tidak dikenal; yang dipakai: {known}",
        "en": "case {number}: the key “{key}” is not known; one uses: {known}",
    },
    "cases.missing_key": {
        "id": "kasus ke-{number}: kunci “{key}” belum ada",
        "en": "case {number}: the key “{key}” is missing",
    },
    "cases.one_outcome": {
        "id": "kasus ke-{number}: harus ada tepat satu dari {known}",
        "en": "case {number}: needs exactly one of {known}",
    },
    "cases.wrong_value": {
        "id": "kasus ke-{number}: nilai “{key}” kosong atau salah bentuk",
        "en": "case {number}: the value of “{key}” is empty or of the wrong form",
    },
    "cases.found_refusal": {
        "id": "seharusnya {expected}; ditolak dengan {code}: {message}",
        "en": "expected {expected}; found the refusal {code}: {message}",
    },
    "cases.found_results": {
        "id": "seharusnya ditolak dengan {expected}; hasilnya {found}",
        "en": "expected the refusal {expected}; found {found}",
    },
    "cases.no_such_result": {
        "id": "hasil {name} tidak ada; yang ada: {known}",
        "en": "there is no result {name}; there are: {known}",
    },
    "cases.found_wrong": {"id": "hasil yang salah keluar: {found}", "en": "found what is wrong: {found}"},
    "cases.differs": {
        "id": "seharusnya {expected}; hasilnya {found}",
        "en": "expected {expected}; found {found}",
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


def say(code: str, /, **values: object) -> str:
    """The sentence of a code in the language of this context; KeyError for a code that has none."""
    return _TEXTS[code][language.get()].format(**values)


def refusal(code: str, /, *, where: str, **values: object) -> Refused:
    """A refusal with its sentence and what to do next; `where` names the fact or file at fault."""
    mend = _MENDS.get(code, {}).get(language.get(), "")
    return Refused(code, say(code, **values), where=where, mend=mend)
