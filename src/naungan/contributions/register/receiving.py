"""Taking in a register: looked at first, then written whole or not at all.

Lines about contributions become payments where they match for certain, else they wait in the queue. The same file
again, or the same line in another file, changes nothing. Any remark that blocks leaves everything as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import AccountCode, Payment
from naungan.contributions.payment_file import PaymentRow
from naungan.contributions.register.headings import FIELDS
from naungan.contributions.register.matching import Book, Line, book_of, match
from naungan.contributions.register.models import LineDecision, Register, RegisterLine
from naungan.contributions.register.reading import (
    RegisterFile,
    RegisterRow,
    date_remark,
    read_register,
    register_remark,
)
from naungan.contributions.register.reasons import Reason
from naungan.contributions.register.results import LookedAt, RegisterResult
from naungan.contributions.register.subject import subject_of
from naungan.contributions.services.ledger import ROWS_AT_ONCE, rebalance, turn
from naungan.contributions.services.receive import write_payments
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Finding, Refused
from naungan.registry.imports.reading import Reading, digest_of, remember, remembered_for
from naungan.registry.models import Payer

_SHOWN = 3


def look_at_register(
    path: Path, *, payer: Payer, actor: Actor, chosen: Mapping[str, str] | None = None
) -> RegisterResult:
    """What a register of a region would become; nothing is written. `chosen` says what headings (by key) hold.

    Refused: scope.outside, `file.*`, file.layout.
    """
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("scope.outside", _("Pemilik register ini di luar wilayah kerja Anda."), where="payer")
    read = _read(path, payer, actor, chosen)
    return _sorted(read, hashlib.sha256(path.read_bytes()).hexdigest(), payer, actor)


def receive_register(
    path: Path,
    *,
    payer: Payer,
    actor: Actor,
    chosen: Mapping[str, str] | None = None,
    file_name: str = "",
    reason: str = "",
) -> RegisterResult:
    """Take in a register of a region: certain lines become payments, others wait; with a blocking remark nothing.

    What was chosen of the headings is remembered for the region's next file. Refused as `look_at_register`.
    """
    with turn() as now:
        found = look_at_register(path, payer=payer, actor=actor, chosen=chosen)
        new = [line for line in found.lines if line.fate in {"MATCHED", "QUEUED"} or line.known]
        if found.blocked or not new:
            return found
        entry = record(
            actor=actor.name, user=actor.user, action="payment.register", reason=reason,
            summary={"payer": payer.code, "area": payer.area_id, "file": file_name or path.name,
                     "rows": found.rows, "lines": len(new), "amount": found.amount},
        )  # fmt: skip
        if chosen:
            remember(payer, [label for _key, label in found.headings], Reading(columns=chosen), entry)
        register = Register.objects.create(
            payer=payer,
            file_name=(file_name or path.name)[:200],
            sha256=found.digest,
            rows=found.rows,
            ignored=found.count("IGNORED"),
            total_rp=sum(line.row.amount_rp for line in found.lines),
            recorded_at=now,
            entry=entry,
        )
        _write(register, new, now)
    return replace(found, is_written=True)


def _read(path: Path, payer: Payer, actor: Actor, chosen: Mapping[str, str] | None) -> RegisterFile:
    known = {key: reading.columns for key, reading in remembered_for(payer.code, actor).items()}
    read = read_register(path, known)
    if chosen is None:
        return read
    wanted = {key: name for key, name in chosen.items() if name in FIELDS or not name}
    return read_register(path, {**known, digest_of(read.headings.labels): wanted})


def _sorted(read: RegisterFile, digest: str, payer: Payer, actor: Actor) -> RegisterResult:
    headings = read.headings
    by_index = {index: name for name, index in headings.columns.items()}
    columns = {key: by_index.get(index, "") for index, key in enumerate(headings.keys)}
    lines: list[LookedAt] = []
    findings = list(read.findings)
    if not headings.missing:
        lines, more = _looked_at(read.rows, payer, actor)
        findings += more
    return RegisterResult(
        rows=len(read.rows),
        lines=tuple(lines),
        findings=tuple(findings),
        missing=headings.missing,
        headings=tuple(zip(headings.keys, headings.labels, strict=True)),
        columns=columns,
        sums_checked=read.sums_checked,
        digest=digest,
    )


def _looked_at(
    rows: Sequence[RegisterRow], payer: Payer, actor: Actor
) -> tuple[list[LookedAt], list[Finding]]:
    book = book_of(payer, actor.scope)
    accounts = frozenset(AccountCode.objects.values_list("code", flat=True))
    ours: list[tuple[RegisterRow, Reason]] = []
    ignored: list[LookedAt] = []
    for row in rows:
        subject = subject_of(
            recipient=row.recipient, description=row.description, account_code=row.account_code,
            has_code=bool(book.codes_in(_line(row))), known_accounts=accounts,
        )  # fmt: skip
        if subject.is_ours:
            ours.append((row, subject.reason))
        else:
            ignored.append(LookedAt(row, "IGNORED", (subject.reason,)))
    if not ours:
        return ignored, [_other_register(ignored)]
    faults = [fault for row, _why in ours for fault in _faults(row)]
    joined, repeated = _joined(ours)
    faults += repeated
    if faults:
        return ignored, faults
    found, conflicts = _fates(joined, book, payer)
    return sorted([*found, *ignored], key=lambda line: (line.row.sheet, line.row.line)), conflicts


def _line(row: RegisterRow) -> Line:
    text = " ".join(part for part in (row.unit, row.recipient, row.description) if part)
    return Line(row.reference, row.paid_on or date.min, row.amount_rp, text, row.payment_code)


def _faults(row: RegisterRow) -> list[Finding]:
    where, found = (row.sheet, row.cell), []
    if not 0 < len(row.reference) <= 80:
        wanted = _("nomor SP2D, paling panjang 80 huruf")
        found.append(
            register_remark("register.reference", where, row.reference, wanted, _("Isi nomor SP2D-nya."))
        )
    if row.amount_rp <= 0:
        wanted = _("rupiah lebih dari nol")
        mend = _("Pengembalian dicatat sebagai pembatalan pada pembayarannya; hapus baris ini dari berkas.")
        found.append(register_remark("register.negative", where, row.amount_rp, wanted, mend))
    return [*found, *filter(None, [date_remark(row)])]


def _joined(
    ours: Sequence[tuple[RegisterRow, Reason]],
) -> tuple[list[tuple[RegisterRow, Reason]], list[Finding]]:
    """Lines of one number as one (JKK and JKM have account codes of their own); the very same line twice, or a number
    with two days, is given back.
    """
    groups: dict[str, list[tuple[RegisterRow, Reason]]] = {}
    for row, why in ours:
        groups.setdefault(row.reference, []).append((row, why))
    joined, findings = [], []
    for parts in groups.values():
        rows = [row for row, _why in parts]
        findings += _repeats(rows)
        first, why = parts[0]
        one = replace(
            first,
            amount_rp=sum(row.amount_rp for row in rows),
            account_code=", ".join(dict.fromkeys(row.account_code for row in rows if row.account_code))[:200],
            description=" / ".join(dict.fromkeys(row.description for row in rows))[:500],
        )
        joined.append((one, why))
    return joined, findings


def _repeats(rows: Sequence[RegisterRow]) -> list[Finding]:
    seen: dict[tuple[Any, ...], RegisterRow] = {}
    findings = []
    for row in rows:
        parts = (row.paid_on, row.amount_rp, row.description, row.account_code)
        if parts in seen or row.paid_on != rows[0].paid_on:
            wanted = _("satu baris untuk setiap nomor SP2D dan rekening; lihat juga %(cell)s") % {
                "cell": rows[0].cell
            }
            mend = _("Hapus baris yang rangkap, atau perbaiki nomornya.")
            findings.append(
                register_remark("register.repeated", (row.sheet, row.cell), row.reference, wanted, mend)
            )
        seen[parts] = row
    return findings


def _other_register(ignored: Sequence[LookedAt]) -> Finding:
    counts: dict[str, int] = {}
    for line in ignored:
        counts[str(line.reasons[0])] = counts.get(str(line.reasons[0]), 0) + 1
    most = sorted(counts.items(), key=lambda item: -item[1])[:_SHOWN]
    told = "; ".join(f"{text} ({numbers.count(count)})" for text, count in most)
    return register_remark(
        "register.other", ("", ""), told or "–", _("sedikitnya satu pencairan iuran BPJS Ketenagakerjaan"),
        _("Ini tampaknya register belanja lain; pilih register yang memuat pembayaran iuran."),
    )  # fmt: skip


def _fates(
    ours: Sequence[tuple[RegisterRow, Reason]], book: Book, payer: Payer
) -> tuple[list[LookedAt], list[Finding]]:
    """What becomes of each line about contributions, in the order of their days."""
    references = [row.reference for row, _why in ours]
    told = {
        line.reference: line for line in RegisterLine.objects.filter(payer=payer, reference__in=references)
    }
    known = _known_payments(references, book)
    found, conflicts = [], []
    for row, why in sorted(ours, key=lambda one: (one[0].paid_on or date.min, one[0].reference)):
        before = told.get(row.reference)
        if before is None:
            found.append(_fate(row, why, book, known.get(row.reference, [])))
        elif (before.paid_on, before.amount_rp) == (row.paid_on, row.amount_rp):
            found.append(LookedAt(row, "KNOWN", (Reason.of("KNOWN"),)))
        else:
            conflicts.append(_conflict(row, before))
    return found, conflicts


def _fate(row: RegisterRow, why: Reason, book: Book, known: Sequence[Payment]) -> LookedAt:
    same = [one for one in known if (one.paid_on, one.amount_rp) == (row.paid_on, row.amount_rp)]
    if same:
        return LookedAt(row, "KNOWN", (Reason.of("KNOWN"),), known=same[0].pk)
    found = match(_line(row), book)
    if known:
        return LookedAt(row, "QUEUED", (why, Reason.of("CONFLICT")), found)
    if found.chosen is None:
        return LookedAt(row, "QUEUED", (why, *found.reasons), found)
    book.take(found.chosen, row.amount_rp)
    return LookedAt(row, "MATCHED", (why, *found.reasons), found, payer_id=found.chosen.payer_id)


def _known_payments(references: Sequence[str], book: Book) -> dict[str, list[Payment]]:
    known: dict[str, list[Payment]] = {}
    for start in range(0, len(references), ROWS_AT_ONCE // 4):
        some = references[start : start + ROWS_AT_ONCE // 4]
        for payment in Payment.objects.filter(reference__in=some, reversal=None):
            if payment.payer_id in book.payers:
                known.setdefault(payment.reference, []).append(payment)
    return known


def _conflict(row: RegisterRow, before: RegisterLine) -> Finding:
    wanted = _("sudah diterima dengan tanggal %(day)s dan jumlah %(amount)s") % {
        "day": numbers.short_day(before.paid_on), "amount": numbers.rupiah(before.amount_rp),
    }  # fmt: skip
    mend = _("Periksa mana yang benar; yang sudah dicatat dapat dibatalkan pada pembayarannya.")
    return register_remark("register.conflict", (row.sheet, row.cell), row.reference, wanted, mend)


def _write(register: Register, new: Sequence[LookedAt], now: datetime) -> None:
    entry = register.entry
    lines = [_kept(register, line) for line in new]
    RegisterLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE // 4)
    matched = [(line, one) for line, one in zip(lines, new, strict=True) if one.payer_id is not None]
    payers = Payer.objects.in_bulk({one.payer_id for _line, one in matched if one.payer_id is not None})
    by_code = {payer.code: payer for payer in payers.values()}
    rows = [_payment_row(one, payers) for _line, one in matched]
    payments = write_payments(rows, by_code, entry=entry, now=now)
    decisions = [
        LineDecision(line=line, kind=LineDecision.Kind.PAYMENT, payment=payment, recorded_at=now, entry=entry)
        for (line, _one), payment in zip(matched, payments, strict=True)
    ]
    decisions += [
        LineDecision(
            line=line, kind=LineDecision.Kind.KNOWN, payment_id=one.known, recorded_at=now, entry=entry
        )
        for line, one in zip(lines, new, strict=True)
        if one.known is not None
    ]
    LineDecision.objects.bulk_create(decisions, batch_size=ROWS_AT_ONCE)
    rebalance(sorted(payers), entry=entry, now=now)


def _kept(register: Register, one: LookedAt) -> RegisterLine:
    row = one.row
    assert row.paid_on is not None
    return RegisterLine(
        register=register,
        payer=register.payer,
        line=row.line,
        reference=row.reference,
        paid_on=row.paid_on,
        amount_rp=row.amount_rp,
        description=row.description,
        recipient=row.recipient,
        unit=row.unit,
        account_code=row.account_code,
        payment_code=row.payment_code,
        reasons=[reason.as_json() for reason in one.reasons],
        entry=register.entry,
    )


def _payment_row(one: LookedAt, payers: Mapping[int, Payer]) -> PaymentRow:
    row = one.row
    assert one.payer_id is not None
    assert one.matched is not None
    assert one.matched.chosen is not None
    assert row.paid_on is not None
    chosen = one.matched.chosen
    code = payers[one.payer_id].code
    return PaymentRow(
        row.line, row.paid_on, row.amount_rp, code, row.reference, chosen.payment_code, chosen.covers
    )
