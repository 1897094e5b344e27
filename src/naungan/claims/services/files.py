"""Files that come in: kept, checked and shown; then committed, good rows only; a committed one can be undone.

The file, its remarks and the rejected rows lie below `NAUNGAN_HOME/claims/<id>/`.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.claims.benefit_lists import read_benefits
from naungan.claims.checks import check_deaths, people_named
from naungan.claims.models import DeathReport, IncomingFile
from naungan.claims.notices import read_deaths
from naungan.claims.reading import Row
from naungan.claims.services import benefit_rows
from naungan.claims.services.deaths import record_deaths, take_back
from naungan.claims.services.ground import area_held, changed, entry_of, refuse_if_out_of_scope
from naungan.claims.words import Remark
from naungan.law.findings import Finding, Refused
from naungan.registry.imports.rejects import write_rejects
from naungan.registry.imports.run import ImportResult, digest
from naungan.registry.imports.source import Source

Kind, State = IncomingFile.Kind, IncomingFile.State
SOURCE, REMARKS, REJECTS = "source", "remarks.json", "perbaikan.xlsx"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What a file holds, or what became of it: rows = new + known + rejected."""

    rows: int
    new: int
    known: int
    rejected: int
    remarks: tuple[Remark, ...]
    source: Source
    claims: int = 0
    billed_after: int = 0
    billed_after_rp: int = 0
    amount_rp: int = 0
    blocked: frozenset[int] = field(default_factory=frozenset)

    def counts(self) -> dict[str, Any]:
        """The figures that the file keeps."""
        names = ("rows", "new", "known", "rejected", "claims", "billed_after", "billed_after_rp", "amount_rp")
        by_code = dict(Counter(remark.code for remark in self.remarks))
        return {**{name: getattr(self, name) for name in names}, "by_code": by_code}


def folder_of(file_id: int) -> Path:
    """Where the files of an incoming file lie; made if needed, for the owner of the process only."""
    folder = Path(settings.HOME) / "claims" / str(file_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def receive_file(
    *, kind: str, file_name: str, chunks: Iterable[bytes], area_code: str, source: str, actor: Actor
) -> IncomingFile:
    """Keep a file and check it; nothing is recorded yet. Refused: `file.*`, `layout.unknown` (then nothing is kept),
    `area.unknown`, `area.out_of_scope`.
    """
    area = area_held(area_code, actor)
    with transaction.atomic():
        entry = entry_of(actor, "receive_file", area.code, file=file_name)
        file = IncomingFile.objects.create(
            kind=kind, area=area, file_name=Path(file_name).name[:200], source=source[:200], entry=entry
        )
        target = folder_of(file.pk) / SOURCE
        with target.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
        file.sha256 = digest(target)
        _keep(file, _run(file, actor=actor, dry_run=True))
    return file


def commit_file(file: IncomingFile, *, actor: Actor, reason: str = "") -> IncomingFile:
    """Record the sound rows of a previewed file; the checks run again, on what is known today.

    Refused: `file.state` for one that was decided already, out of scope.
    """
    with transaction.atomic():
        file = _locked(file, State.PREVIEWED, actor)
        entry = entry_of(actor, "commit_file", file.area_id, reason, file=file.file_name, kind=file.kind)
        file.commit_entry = entry
        result = _run(file, actor=actor, dry_run=False, reason=reason)
        file.state = State.COMMITTED
        _keep(file, result)
    return file


def undo_file(file: IncomingFile, *, actor: Actor, reason: str) -> IncomingFile:
    """Take a committed file back: deaths with their memberships and cases, benefits by reversal.

    Refused: `death.depended_on` naming what stands on it, `file.state`, out of scope.
    """
    with transaction.atomic():
        file = _locked(file, State.COMMITTED, actor)
        entry = entry_of(actor, "undo_file", file.area_id, reason, file=file.file_name)
        if file.kind == Kind.DEATHS:
            take_back(deaths_of(file), actor=actor, reason=reason)
        else:
            benefit_rows.take_back(file, actor=actor, entry=entry)
        changed(entry, file, state=State.UNDONE.value)
    return file


def import_deaths(
    path: Path,
    *,
    area_code: str = "",
    source: str = "",
    actor: Actor,
    reason: str = "",
    dry_run: bool = False,
) -> tuple[IncomingFile, list[Finding]]:
    """The command line's way: check a list of deaths and record its sound rows at once; with `dry_run` only check.

    Without an area the file is kept for the smallest one that holds the people it names. Refused as `receive_file`.
    """
    area_code = area_code or _area_of(path, actor)
    with transaction.atomic():
        file = receive_file(
            kind=Kind.DEATHS, file_name=path.name, chunks=[path.read_bytes()], area_code=area_code,
            source=source, actor=actor,
        )  # fmt: skip
        if not dry_run:
            file = commit_file(file, actor=actor, reason=reason)
        found = findings_of(file)
        if dry_run:
            shutil.rmtree(folder_of(file.pk))
            transaction.set_rollback(True)
    return file, found


def deaths_of(file: IncomingFile) -> list[DeathReport]:
    """The deaths that a file brought and that stand."""
    return list(DeathReport.objects.filter(file=file, undone_entry=None).select_related("person", "entry"))


def remarks_of(file: IncomingFile) -> list[Remark]:
    """The remarks kept with a file."""
    path = folder_of(file.pk) / REMARKS
    if not path.exists():
        return []
    return [Remark(**values) for values in json.loads(path.read_text(encoding="utf-8"))]


def findings_of(file: IncomingFile) -> list[Finding]:
    """The remarks kept with a file, in the language that is active."""
    return [remark.finding() for remark in remarks_of(file)]


def rejects_of(file: IncomingFile) -> Path | None:
    """The spreadsheet of rejected rows, if there are any."""
    path = folder_of(file.pk) / REJECTS
    return path if path.exists() else None


def twin_of(file: IncomingFile) -> IncomingFile | None:
    """An earlier file with the same content that was recorded."""
    rows = IncomingFile.objects.filter(
        sha256=file.sha256, kind=file.kind, state=State.COMMITTED, area=file.area
    )
    return rows.exclude(pk=file.pk).order_by("pk").first()


def _area_of(path: Path, actor: Actor) -> str:
    told = read_deaths(path)
    people = people_named([(notice.nik, notice.kpj) for notice in told.notices], actor.scope)
    parts = [person.domicile_id.split(".") for person in people if person is not None]
    shared = [each[0] for each in zip(*parts, strict=False) if len(set(each)) == 1]
    if not shared:
        raise Refused(
            "area.missing",
            _("Wilayah daftar ini tidak dapat ditentukan dari isinya."),
            where="area",
            mend=_("Sebutkan kode wilayahnya, misalnya 75.03."),
        )
    return ".".join(shared)


def _run(file: IncomingFile, *, actor: Actor, dry_run: bool, reason: str = "") -> FileResult:
    if file.kind == Kind.DEATHS:
        return _run_deaths(file, actor=actor, dry_run=dry_run, reason=reason)
    return _run_benefits(file, actor=actor, dry_run=dry_run)


def _run_deaths(file: IncomingFile, *, actor: Actor, dry_run: bool, reason: str) -> FileResult:
    told = read_deaths(folder_of(file.pk) / SOURCE, source=_source_code(file.source))
    checked = check_deaths(told.notices, actor.scope)
    done = record_deaths(told.notices, actor=actor, reason=reason, file=file, dry_run=dry_run)
    return FileResult(
        rows=done.rows,
        new=done.recorded,
        known=done.known,
        rejected=done.rejected,
        remarks=tuple(_placed(remark, told.rows) for remark in checked.remarks),
        source=told.source,
        claims=len(done.claims),
        billed_after=len(done.billed_after),
        billed_after_rp=sum(one.amount_rp for one in done.billed_after),
        blocked=checked.blocked(),
    )


def _run_benefits(file: IncomingFile, *, actor: Actor, dry_run: bool) -> FileResult:
    told = read_benefits(folder_of(file.pk) / SOURCE)
    benefit_rows.hold_turn()
    plan = benefit_rows.plan_of(told, source=file.source or file.file_name, actor=actor)
    if not dry_run:
        assert file.commit_entry is not None
        benefit_rows.write(plan, file=file, entry=file.commit_entry)
    return FileResult(
        rows=len(told.rows),
        new=len(plan.new),
        known=plan.known,
        rejected=len(plan.blocked()),
        remarks=tuple(sorted(plan.remarks, key=lambda remark: (remark.row, not remark.blocking))),
        source=told.source,
        amount_rp=plan.amount_rp,
        blocked=plan.blocked(),
    )


_FIELD_OF = {"nik": "nik", "person": "nik", "name": "name", "row": "nik", "death": "died_on"}


def _placed(remark: Remark, rows: Sequence[Row]) -> Remark:
    """A remark on a death at its cell; another row is named as the spreadsheet numbers it."""
    row, given = rows[remark.row], remark.given
    if "line" in given:
        given = {"line": str(rows[int(given["line"]) - 1].line)}
    field_name = _FIELD_OF[remark.code.partition(".")[0]]
    if remark.code == "person.other_name":
        field_name = "name"
    elif remark.code == "row.not_death":
        field_name = "cause"
    elif field_name == "nik" and "nik" not in row.texts:
        field_name = "kpj"
    return replace(remark, sheet=row.sheet, cell=row.cell(field_name), given=given)


def _source_code(text: str) -> str:
    return text if text in DeathReport.Source.values else DeathReport.Source.OTHER


def _keep(file: IncomingFile, result: FileResult) -> None:
    """Keep what was found: figures with the file, remarks without words, and rejected rows as a spreadsheet."""
    file.counts = result.counts()
    file.save(update_fields=["sha256", "counts", "state", "commit_entry"])
    folder = folder_of(file.pk)
    told = json.dumps([remark.as_json() for remark in result.remarks], ensure_ascii=False)
    (folder / REMARKS).write_text(told, encoding="utf-8")
    (folder / REJECTS).unlink(missing_ok=True)
    if result.rejected:
        shown = ImportResult(
            rows=result.rows,
            accepted=result.rows - result.rejected,
            rejected=result.rejected,
            created=0,
            known=0,
            findings=tuple(remark.finding() for remark in result.remarks),
            blocked_rows=result.blocked,
        )
        write_rejects(result.source, shown, folder / REJECTS)


def _locked(file: IncomingFile, state: str, actor: Actor) -> IncomingFile:
    file = IncomingFile.objects.select_for_update(of=("self",)).select_related("area").get(pk=file.pk)
    refuse_if_out_of_scope(actor, file.area_id)
    if file.state != state:
        message = _("Berkas berstatus %(state)s.") % {"state": file.get_state_display()}
        raise Refused("file.state", message, where=file.file_name)
    return file
