"""Law cases: files that a domain expert reads and writes, checked against the rules to the rupiah.

A file is a list of cases with the keys `case`, `source`, `ask`, `facts` and one of `expect` (a subset of the
results), `expect_not` (results that would be wrong) or `refuse` (the code of the refusal).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from naungan.law.findings import Refused
from naungan.law.messages import say
from naungan.law.questions import answer

_ALWAYS: Final = {"case": str, "source": str, "ask": str, "facts": dict}
_OUTCOMES: Final = {"expect": dict, "expect_not": dict, "refuse": str}


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of case files found: one line per trouble, and counts."""

    lines: tuple[str, ...]
    passed: int
    failed: int
    malformed: int

    @property
    def summary(self) -> str:
        """The last line: "N passed, M failed"."""
        return f"{self.passed} passed, {self.failed} failed"

    @property
    def status(self) -> int:
        """The exit status: 2 if any file is malformed, else 1 if any case failed, else 0."""
        if self.malformed:
            return 2
        return 1 if self.failed else 0


class _Malformed(Exception):  # noqa: N818 - the name says what happened
    """A file is not what a case file must be."""


class _StrictLoader(yaml.SafeLoader):
    """A loader that refuses a key given twice, and leaves a date that does not exist as text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """The mapping, if no key repeats."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = sorted({str(key) for key in keys if keys.count(key) > 1})
        if repeated:
            raise _Malformed(say("cases.repeated_key", key=repeated[0], line=node.start_mark.line + 1))
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """A date, or its text where no such day exists, for the question to refuse."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_yaml_timestamp)


def check(paths: Iterable[Path | str]) -> Report:
    """Run every case of the files and folders named; a path without cases counts as malformed."""
    lines: list[str] = []
    passed = failed = malformed = 0
    for path in paths:
        files = list(_files(Path(path)))
        if not files:
            malformed += 1
            lines.append(say("cases.no_file", path=path))
        for file in files:
            try:
                cases = read(file)
            except _Malformed as fault:
                malformed += 1
                lines.append(f"{file}: {fault}")
                continue
            troubles = [(case["case"], _trouble(case)) for case in cases]
            failed += sum(trouble is not None for _, trouble in troubles)
            passed += sum(trouble is None for _, trouble in troubles)
            lines += [f"{file}: {name}: {trouble}" for name, trouble in troubles if trouble]
    return Report(tuple(lines), passed, failed, malformed)


def read(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, each with the right keys; raises for a malformed file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a safe loader
    except RecursionError:
        raise _Malformed(say("cases.not_yaml", problem=say("cases.too_deep"))) from None
    except (yaml.YAMLError, OSError, ValueError) as error:
        raise _Malformed(say("cases.not_yaml", problem=" ".join(str(error).split()))) from None
    if not isinstance(content, list) or not content:
        raise _Malformed(say("cases.no_list"))
    for number, case in enumerate(content, start=1):
        _refuse_malformed(number, case)
    return content


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
    elif path.is_file():
        yield path


def _refuse_malformed(number: int, case: object) -> None:
    if not isinstance(case, dict):
        raise _Malformed(say("cases.no_mapping", number=number))
    known = _ALWAYS | _OUTCOMES
    for key in case:
        if key not in known:
            raise _Malformed(say("cases.unknown_key", number=number, key=key, known=", ".join(known)))
    for key in _ALWAYS:
        if key not in case:
            raise _Malformed(say("cases.missing_key", number=number, key=key))
    if sum(key in case for key in _OUTCOMES) != 1:
        raise _Malformed(say("cases.one_outcome", number=number, known=", ".join(_OUTCOMES)))
    for key, value in case.items():
        empty = key != "facts" and not value
        if empty or not isinstance(value, known[key]):
            raise _Malformed(say("cases.wrong_value", number=number, key=key))


def _trouble(case: Mapping[str, Any]) -> str | None:
    """What a case expected and what was found instead, or None when it holds."""
    try:
        results = answer(case["ask"], case["facts"]).results
    except Refused as refused:
        if case.get("refuse") == refused.code:
            return None
        wanted = case.get("refuse") or _listed(case.get("expect") or case.get("expect_not") or {})
        return say("cases.found_refusal", expected=wanted, code=refused.code, message=refused.message)
    if "refuse" in case:
        return say("cases.found_results", expected=case["refuse"], found=_listed(results))
    return _wrong_results(case, results)


def _wrong_results(case: Mapping[str, Any], results: Mapping[str, Any]) -> str | None:
    named = case.get("expect") or case.get("expect_not") or {}
    absent = [name for name in named if name not in results]
    if absent:
        return say("cases.no_such_result", name=", ".join(absent), known=", ".join(results))
    found = {name: results[name] for name in named}
    if "expect_not" in case:
        wrong = {name: value for name, value in found.items() if _same(value, named[name])}
        return say("cases.found_wrong", found=_listed(wrong)) if wrong else None
    differing = [name for name in named if not _same(found[name], named[name])]
    if not differing:
        return None
    expected = {name: named[name] for name in differing}
    return say(
        "cases.differs", expected=_listed(expected), found=_listed({name: found[name] for name in differing})
    )


def _same(found: object, expected: object) -> bool:
    """Equal in value and in type, so that 1 is not true and 10.0 is not 10."""
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(_same(a, b) for a, b in zip(found, expected, strict=True))
    return type(found) is type(expected) and found == expected


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
