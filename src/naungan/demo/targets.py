"""The targets of the demo: the national ones with their sources, and Bone Bolango's path from 20,000 to 40,000
vulnerable workers paid by the regional budget.
"""

from __future__ import annotations

from naungan.accounts.access import Actor
from naungan.coverage.services import Aim, add_target, load_targets
from naungan.demo.facts import facts
from naungan.demo.lists import BONE_BOLANGO

_PLANNED = (
    ("2021", "S4-2", "jumlah yang dibiayai menurut artikel, dipakai sebagai awal jalur"),
    ("2022", "S4-3", "sasaran menurut artikel"),
)


def record_targets(actor: Actor) -> None:
    """Record the targets. Again changes nothing."""
    load_targets(actor=actor, reason="percontohan")
    for year, code, note in _PLANNED:
        fact = facts()[code]
        aim = Aim(
            indicator="rentan-apbd",
            area_code=BONE_BOLANGO,
            period=year,
            kind="OWN",
            people=fact.value,
            source=fact.article.source,
            note=note,
        )
        add_target(aim, actor=actor, reason="percontohan")
