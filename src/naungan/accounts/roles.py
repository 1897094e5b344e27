"""What each role may do. A permission is the name of an action on a room: `registry.view`, `month.post`."""

from __future__ import annotations

from naungan.accounts.models import Role

LEADER_VIEW = frozenset(
    {
        "home.view",
        "contributions.view",
        "coverage.view",
        "agreements.view",
        "awards.view",
        "budgets.view",
        "compliance.view",
        "evaluation.view",
        "law.view",
    }
)
VIEW = LEADER_VIEW | {"registry.view", "claims.view"}
# who works with people's records reads a NIK whole; who only looks asks for one, and the journal keeps it
WORK = VIEW | {"registry.nik"}
LOOK = VIEW | {"registry.reveal"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.ADMINISTRATOR: WORK
    | {
        "registry.import",
        "registry.verify",
        "registry.decree",
        "registry.register",
        "registry.deaths",
        "month.run",
        "month.post",
        "payment.receive",
        "registry.settle",
        "coverage.edit",
        "agreements.edit",
        "awards.edit",
        "budgets.edit",
        "claims.edit",
        "compliance.edit",
        "journal.view",
        "accounts.edit",
    },
    Role.OPERATOR: (WORK - {"agreements.view", "compliance.view", "evaluation.view"})
    | {"registry.import", "claims.edit", "registry.deaths"},
    Role.VERIFIER: WORK | {"registry.import", "registry.verify", "registry.settle"},
    Role.LIST_OWNER: WORK
    | {
        "registry.deaths",
        "registry.import",
        "registry.verify",
        "registry.decree",
        "registry.register",
        "registry.settle",
        "claims.edit",
        "compliance.edit",
        "month.run",
        "journal.view",
    },
    Role.FINANCE: LOOK | {"month.run", "payment.receive", "budgets.edit", "journal.view"},
    Role.PLANNING: LEADER_VIEW | {"coverage.edit", "budgets.edit"},
    Role.COOPERATION: LEADER_VIEW | {"agreements.edit", "awards.edit"},
    Role.CIVIL_REGISTRY: frozenset(
        {
            "home.view",
            "registry.view",
            "registry.nik",
            "registry.deaths",
            "claims.view",
            "agreements.view",
            "law.view",
        }
    ),
    Role.BRANCH_OFFICER: WORK
    | {
        "registry.register",
        "month.run",
        "month.post",
        "payment.receive",
        "registry.settle",
        "claims.edit",
        "compliance.edit",
        "agreements.edit",
        "awards.edit",
        "journal.view",
    },
    Role.REGIONAL_OFFICE: LOOK | {"journal.view"},
    Role.LEADER: LEADER_VIEW,
    Role.JUROR: frozenset({"home.view", "awards.judge", "law.view"}),
    Role.AUDITOR: LOOK | {"journal.view"},
}


def roles_with(permission: str) -> frozenset[str]:
    """The roles that hold a permission; empty for a permission that nobody has."""
    return frozenset(role for role, permissions in PERMISSIONS.items() if permission in permissions)
