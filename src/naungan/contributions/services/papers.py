"""Issuing the room's papers: bills, receipts, statements and reminder letters, each with number and QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions import paper as says
from naungan.contributions.models import Bill, FollowUp, Payment
from naungan.contributions.queries import PersonMonth
from naungan.contributions.queries.arrears import Account, account
from naungan.contributions.queries.standing import Status, standing, state_of
from naungan.contributions.services.records import Step, follow_up
from naungan.kit import numbers
from naungan.papers.models import IssuedPaper
from naungan.papers.services import issue
from naungan.registry.models import Payer, Person


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a paper, as of which day, and through which request (for the address of the QR code)."""

    actor: Actor
    on: date
    request: HttpRequest | None = None


def bill_pdf(bill: Bill, asked: Asked) -> bytes:
    """A bill as a paper, as it stands on the day."""
    with translation.override("id"):
        rows = standing(as_of=asked.on).select_related("payer", "registration")
        facts = says.bill_facts(bill, state_of(rows.get(pk=bill.pk), asked.on))
        title = _("Tagihan iuran %(month)s") % {"month": numbers.month(bill.month)}
        subject, area = f"contributions.Bill:{bill.pk}", says.area_of(bill.payer)
        issued = _issue((IssuedPaper.Kind.BILL, "TAGIHAN"), (subject, area), title, facts, asked)
        return says.pdf([says.sheet(issued, facts, asked.request, tables=says.bill_tables(bill))])


def receipt_pdf(payment: Payment, asked: Asked) -> bytes:
    """A receipt, with what the payment covers now."""
    with translation.override("id"):
        facts = says.receipt_facts(payment)
        subject, area = f"contributions.Payment:{payment.pk}", says.area_of(payment.payer)
        title = _("Tanda terima pembayaran iuran")
        issued = _issue((IssuedPaper.Kind.RECEIPT, "TERIMA"), (subject, area), title, facts, asked)
        return says.pdf([says.sheet(issued, facts, asked.request, tables=says.receipt_tables(payment))])


def statement_pdf(found: Account, asked: Asked) -> bytes:
    """A payer's statement."""
    with translation.override("id"):
        facts = says.statement_facts(found)
        subject, area = f"registry.Payer:{found.payer.pk}", says.area_of(found.payer)
        title = _("Rekening koran iuran")
        issued = _issue((IssuedPaper.Kind.STATEMENT, "REKENING"), (subject, area), title, facts, asked)
        return says.pdf([says.sheet(issued, facts, asked.request, tables=says.statement_tables(found))])


def person_statement_pdf(person: Person, found: Sequence[PersonMonth], asked: Asked) -> bytes:
    """A worker's statement: the months billed for them."""
    with translation.override("id"):
        facts = says.person_facts(person, found, asked.on)
        subject, area = f"registry.Person:{person.pk}", str(person.domicile_id)[:5]
        title = _("Rekening iuran peserta")
        issued = _issue((IssuedPaper.Kind.STATEMENT, "IURAN"), (subject, area), title, facts, asked)
        return says.pdf([says.sheet(issued, facts, asked.request, tables=says.person_tables(found))])


@transaction.atomic
def reminder_pdf(payers: Sequence[Payer], asked: Asked) -> bytes | None:
    """Reminder letters to the payers that are in arrears, in one PDF, each recorded as a step; None for nobody.

    The same day's letter is the same paper and is recorded once.
    """
    with translation.override("id"):
        sheets = []
        for payer in payers:
            found = account(payer, as_of=asked.on)
            if not found.overdue:
                continue
            facts = says.letter_facts(found)
            subject, area = f"contributions.Reminder:{payer.pk}", says.area_of(payer)
            title = _("Surat pengingat iuran")
            issued = _issue((IssuedPaper.Kind.LETTER, "INGAT"), (subject, area), title, facts, asked)
            _record(payer, issued, found, asked)
            late = [one for one in found.bills if one.status in {Status.ARREARS, Status.LAPSED}]
            body = says.letter_body(found, sum(one.members for one in late))
            sheets.append(
                says.sheet(issued, facts, asked.request, body=body, tables=says.letter_tables(found))
            )
        return says.pdf(sheets) if sheets else None


def _record(payer: Payer, issued: IssuedPaper, found: Account, asked: Asked) -> None:
    if FollowUp.objects.filter(payer=payer, reference=issued.number).exists():
        return
    step = Step(FollowUp.Kind.REMINDER, asked.on, amount_rp=found.overdue, reference=issued.number)
    follow_up(payer, step, actor=asked.actor)


def _issue(
    sort: tuple[str, str], about: tuple[str, str], title: str, facts: says.Facts, asked: Asked
) -> IssuedPaper:
    """The paper of a kind and series, about a subject in an area."""
    return issue(
        kind=sort[0],
        series=sort[1],
        title=title,
        facts=facts,
        issued_on=asked.on,
        area_code=about[1],
        subject=about[0],
        actor=asked.actor,
    )
