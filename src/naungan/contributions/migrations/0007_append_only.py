"""The book refuses by itself what nothing may do: change what was written, cover more than there is.

What identifies a row and what it is worth never changes: a correction, a reversal or a decision is another row. An
allocation that reverses takes back exactly one that stands; allocations exceed neither their payment nor their line.
Deleting is left to the foreign keys: an emptied test database deletes row by row on SQLite.

SQLite drops the triggers of a table that a later migration makes anew, and PostgreSQL refuses to change the type of
a column that a trigger reads: such a migration calls `take_away` before and `make` after, with its own columns.
`tests/contributions/test_append_only.py` fails when a trigger is missing.
"""

from django.db import migrations, models

KEPT = {
    "monthrun": ("month", "area_id", "kind", "number", "members", "bill_count", "total_rp", "digest", "lake_path",
                 "posted_at", "entry_id"),
    "bill": ("run_id", "registration_id", "payer_id", "kind", "adjusts_id", "month", "payment_code", "members",
             "amount_rp", "due_on", "schedule_due_on", "posted_at"),
    "billline": ("bill_id", "roll_id", "programme", "members", "amount_rp", "worker_rp", "reverses_id"),
    "correction": ("run_id", "reverses_id", "membership_id", "bill_id", "month", "cause", "old_rp", "new_rp"),
    "payment": ("payer_id", "reference", "paid_on", "amount_rp", "payment_code", "recorded_at", "entry_id"),
    "allocation": ("payment_id", "line_id", "amount_rp", "reverses_id", "recorded_at", "entry_id"),
    "paymentreversal": ("payment_id", "why", "same_as_id", "recorded_at", "entry_id"),
    "instruction": ("payment_id", "recorded_at", "entry_id"),
    "registerline": ("register_id", "payer_id", "line", "reference", "paid_on", "amount_rp", "entry_id"),
    "linedecision": ("line_id", "kind", "payment_id", "reverses_id", "recorded_at", "entry_id"),
}
# a draft is thrown away and made anew; only what is posted stands
ONLY = {"monthrun": "OLD.state = 'POSTED'"}

SQLITE_KEEP = """
CREATE TRIGGER contributions_{name}_kept BEFORE UPDATE OF {columns} ON contributions_{name}
WHEN {only} AND ({old}) IS NOT ({new})
BEGIN
    SELECT RAISE(ABORT, 'contributions_{name} is append-only: add a row instead');
END
"""
POSTGRESQL_KEEP = """
CREATE TRIGGER contributions_{name}_kept BEFORE UPDATE OF {columns} ON contributions_{name}
FOR EACH ROW WHEN ({only} AND ROW({old}) IS DISTINCT FROM ROW({new}))
EXECUTE FUNCTION contributions_keep()
"""
POSTGRESQL_REFUSE = """
CREATE FUNCTION contributions_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: add a row instead', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
SQLITE_ALLOCATE = (
    """
CREATE TRIGGER contributions_allocation_reverses BEFORE INSERT ON contributions_allocation
WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contributions_allocation stood
    WHERE stood.id = NEW.reverses_id AND stood.reverses_id IS NULL AND stood.amount_rp = -NEW.amount_rp
        AND stood.payment_id = NEW.payment_id AND stood.line_id = NEW.line_id
)
BEGIN
    SELECT RAISE(ABORT, 'an allocation reverses exactly one that stands');
END
""",
    """
CREATE TRIGGER contributions_allocation_within AFTER INSERT ON contributions_allocation
WHEN NEW.reverses_id IS NULL
BEGIN
    SELECT RAISE(ABORT, 'allocations exceed their payment')
    WHERE (SELECT SUM(amount_rp) FROM contributions_allocation WHERE payment_id = NEW.payment_id)
        > (SELECT amount_rp FROM contributions_payment WHERE id = NEW.payment_id);
    SELECT RAISE(ABORT, 'allocations exceed their bill line')
    WHERE (SELECT SUM(amount_rp) FROM contributions_allocation WHERE line_id = NEW.line_id)
        > (SELECT amount_rp FROM contributions_billline WHERE id = NEW.line_id);
END
""",
)
# once a statement, however many rows it brings
POSTGRESQL_ALLOCATE = (
    """
CREATE FUNCTION contributions_allocate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN contributions_allocation stood ON stood.id = added.reverses_id AND stood.reverses_id IS NULL
            AND stood.amount_rp = -added.amount_rp
            AND stood.payment_id = added.payment_id AND stood.line_id = added.line_id
        WHERE added.reverses_id IS NOT NULL AND stood.id IS NULL
    ) THEN
        RAISE EXCEPTION 'an allocation reverses exactly one that stands'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM contributions_allocation stood
        JOIN contributions_payment paid ON paid.id = stood.payment_id
        WHERE stood.payment_id IN (SELECT payment_id FROM added)
        GROUP BY paid.id, paid.amount_rp HAVING SUM(stood.amount_rp) > paid.amount_rp
    ) THEN
        RAISE EXCEPTION 'allocations exceed their payment' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM contributions_allocation stood
        JOIN contributions_billline owed ON owed.id = stood.line_id
        WHERE stood.line_id IN (SELECT line_id FROM added)
        GROUP BY owed.id, owed.amount_rp HAVING SUM(stood.amount_rp) > owed.amount_rp
    ) THEN
        RAISE EXCEPTION 'allocations exceed their bill line' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE TRIGGER contributions_allocation_within AFTER INSERT ON contributions_allocation
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION contributions_allocate()
""",
)


def make(apps, schema_editor):
    """The triggers, as the database at hand writes them."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    statements = [POSTGRESQL_REFUSE] if postgresql else []
    for name, columns in KEPT.items():
        statements.append(
            (POSTGRESQL_KEEP if postgresql else SQLITE_KEEP).format(
                name=name,
                columns=", ".join(columns),
                only=ONLY.get(name, "TRUE"),
                old=", ".join(f"OLD.{column}" for column in columns),
                new=", ".join(f"NEW.{column}" for column in columns),
            )
        )
    _run(schema_editor, (*statements, *(POSTGRESQL_ALLOCATE if postgresql else SQLITE_ALLOCATE)))


def take_away(apps, schema_editor):
    """Without the triggers."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    names = {f"contributions_{name}_kept": name for name in KEPT}
    names["contributions_allocation_within"] = "allocation"
    if not postgresql:
        names["contributions_allocation_reverses"] = "allocation"
    on = {trigger: f" ON contributions_{name}" if postgresql else "" for trigger, name in names.items()}
    functions = ("contributions_keep", "contributions_allocate") if postgresql else ()
    statements = [f"DROP TRIGGER {trigger}{where}" for trigger, where in on.items()]
    _run(schema_editor, (*statements, *(f"DROP FUNCTION {name}()" for name in functions)))


def _run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0006_uniqueness'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='monthrun',
            constraint=models.CheckConstraint(
                condition=models.Q(('kind', 'CORRECTION'), ('total_rp__gte', 0), _connector='OR'),
                name='only_corrections_take_back',
            ),
        ),
        migrations.RunPython(make, take_away),
    ]
