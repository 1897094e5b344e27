"""June 2025 as a tax and benefit system of openfisca-core: a variable per amount, a system per segment."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.members import MONTH
from benchmarks.peers import share, value
from naungan.engine.lake import AMOUNTS, PAID
from naungan.law import months

_PERIOD = months.format_month(MONTH)
_FACTS = {"amount_rp": int, "risk_group": int, "labour_intensive": bool}
_HAS = ("has_jkk", "has_jkm", "has_jht", "has_jp", "has_jkp")


def simulate(segment: str, frame: pd.DataFrame) -> dict[str, Any]:
    """The amounts of a segment's frame, as NumPy columns."""
    system = _system(segment)
    simulation = SimulationBuilder().build_default_simulation(system, len(frame))
    for name in (*_FACTS, *_HAS):
        simulation.set_input(name, _PERIOD, frame[name].to_numpy())
    return {name: simulation.calculate(name, _PERIOD) for name in AMOUNTS}


@cache
def _system(segment: str) -> TaxBenefitSystem:
    person = build_entity("person", "persons", "a worker", is_person=True)
    system = TaxBenefitSystem([person])
    kinds = {**_FACTS, **dict.fromkeys(_HAS, bool)}
    for name, kind in kinds.items():
        system.add_variable(_variable(person, name, kind, None))
    formulas = {"PU": _wage_earners, "BPU": _own_account, "JAKON": _construction}[segment]()
    for name in (*(extra for extra in formulas if extra not in AMOUNTS), *AMOUNTS[:-1]):
        system.add_variable(_variable(person, name, int, formulas.get(name, _nothing)))
    system.add_variable(_variable(person, "total", int, _total))
    return system


def _variable(person: Any, name: str, kind: type, formula: Any) -> type[Variable]:
    body: dict[str, Any] = {
        "value_type": kind,
        "entity": person,
        "definition_period": DateUnit.MONTH,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def _nothing(persons: Any, _: Any) -> Any:
    return np.zeros(persons.count, dtype=np.int64)


def _total(persons: Any, period: Any) -> Any:
    return sum(_wide(persons, name, period) for name in PAID)


def _wide(persons: Any, name: str, period: Any) -> Any:
    # OpenFisca keeps whole numbers in 32 bits, too few for wage x rate.
    return persons(name, period).astype(np.int64)


def _of(base: str, has: str, rate: int) -> Any:
    return lambda persons, period: np.where(
        persons(has, period), share(_wide(persons, base, period), rate), 0
    )


def _at_most(ceiling: int) -> Any:
    return lambda persons, period: np.minimum(_wide(persons, "amount_rp", period), ceiling)


def _wage_earners() -> dict[str, Any]:
    usual = np.array(value("jkk_rate_by_risk_group").values)
    lower = np.array(value("jkk_rate_labour_intensive").values)

    def jkk_rate(persons: Any, period: Any) -> Any:
        group = persons("risk_group", period) - 1
        return np.where(persons("labour_intensive", period), lower[group], usual[group])

    def jkk(persons: Any, period: Any) -> Any:
        amount = share(_wide(persons, "amount_rp", period), _wide(persons, "jkk_rate", period))
        return np.where(persons("has_jkk", period), amount, 0)

    return {
        "jkk_rate": jkk_rate,
        "jp_base": _at_most(value("jp_wage_ceiling")),
        "jkp_base": _at_most(value("jkp_wage_ceiling")),
        "jkk": jkk,
        "jkm": _of("amount_rp", "has_jkm", value("jkm_rate")),
        "jht_employer": _of("amount_rp", "has_jht", value("jht_rate_employer")),
        "jht_worker": _of("amount_rp", "has_jht", value("jht_rate_worker")),
        "jp_employer": _of("jp_base", "has_jp", value("jp_rate_employer")),
        "jp_worker": _of("jp_base", "has_jp", value("jp_rate_worker")),
        "jkp_state": _of("jkp_base", "has_jkp", value("jkp_rate_state")),
        "jkp_from_jkk": _of("jkp_base", "has_jkp", value("jkp_rate_from_jkk")),
        "jkp_from_jkm": _of("jkp_base", "has_jkp", value("jkp_rate_from_jkm")),
    }


def _own_account() -> dict[str, Any]:
    table = value("bpu_base")
    keys, bases = np.array(table.keys), np.array(table.values)

    def base(persons: Any, period: Any) -> Any:
        return bases[np.searchsorted(keys, persons("amount_rp", period), side="right") - 1]

    return {
        "base": base,
        "jkk": _of("base", "has_jkk", value("bpu_jkk_rate")),
        "jkm": lambda persons, period: np.where(persons("has_jkm", period), value("bpu_jkm"), 0),
        "jht_worker": _of("base", "has_jht", value("bpu_jht_rate")),
    }


def _construction() -> dict[str, Any]:
    return {
        "jkk": _of("amount_rp", "has_jkk", value("jakon_jkk_rate")),
        "jkm": _of("amount_rp", "has_jkm", value("jakon_jkm_rate")),
    }
