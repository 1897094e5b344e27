"""A payment that bounced, or stands twice, is taken back by a row that names it; what it paid is open again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.contributions.models import Allocation, Payment
from naungan.contributions.queries import bills_state
from naungan.contributions.queries.arrears import account, credit_of
from naungan.contributions.register.models import PaymentProof, PaymentReversal
from naungan.contributions.services import Reversing, receive, receive_file, reverse_payment
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
BOUNCED = Reversing("BOUNCED", "nota bank 12")
AS_OF = date(2021, 12, 31)


def pay(owner, actor, reference, amount=168_000, day=10):
    receive(payer=owner, paid_on=date(2021, 6, day), amount_rp=amount, reference=reference, actor=actor)
    return Payment.objects.get(reference=reference)


def outstanding(known_at=None):
    return [one.outstanding for one in bills_state(as_of=AS_OF, known_at=known_at)]


def test_what_a_bounced_payment_paid_is_open_again_and_later_money_takes_its_place(billed, owner, actor):
    first, second = pay(owner, actor, "A"), pay(owner, actor, "B", day=11)
    before = second.recorded_at + timedelta(microseconds=1)
    reverse_payment(first, BOUNCED, actor=actor)
    assert outstanding() == [0, 168_000, 168_000, 168_000]
    covering = second.allocations.filter(reverses=None, reversed_by=None)
    assert {one.line.bill.month for one in covering} == {billed[0].month}
    assert outstanding(known_at=before) == [0, 0, 168_000, 168_000]
    assert sum(Allocation.objects.filter(payment=first).values_list("amount_rp", flat=True)) == 0


def test_a_reversed_payment_is_neither_received_nor_credit(billed, owner, actor):
    whole = pay(owner, actor, "A", amount=1_000_000)
    assert credit_of(owner) == 328_000
    moment = whole.recorded_at + timedelta(microseconds=1)
    reverse_payment(whole, BOUNCED, actor=actor)
    now, then = account(owner, as_of=AS_OF), account(owner, as_of=AS_OF, known_at=moment)
    assert (credit_of(owner), now.received, now.credit, now.outstanding) == (0, 0, 0, 672_000)
    assert (then.received, then.credit, then.outstanding) == (1_000_000, 328_000, 0)


def test_a_file_that_holds_a_reversed_payment_again_gives_its_line_back(billed, owner, actor, tmp_path):
    reverse_payment(pay(owner, actor, "A"), BOUNCED, actor=actor)
    path = tmp_path / "bayar.csv"
    path.write_text("paid_on,amount,payer,reference\n2021-06-10,168000,75.03,A\n")
    found = receive_file(path, actor=actor)
    assert (found.accepted, [one.code for one in found.findings]) == (0, ["payment.reversed"])


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Reversing("BOUNCED", "  "), "reversal.reason"),
        (Reversing("DOUBLE", "dua kali"), "reversal.same_as"),
    ],
)
def test_a_reversal_says_why(billed, owner, actor, told, code):
    payment = pay(owner, actor, "A")
    with pytest.raises(Refused) as refused:
        reverse_payment(payment, told, actor=actor)
    assert refused.value.code == code
    assert outstanding()[0] == 0


def test_a_double_names_the_payment_that_holds_the_money(billed, owner, actor):
    first, second = pay(owner, actor, "A"), pay(owner, actor, "SP2D-A")
    with pytest.raises(Refused):
        reverse_payment(first, Reversing("DOUBLE", "sama", same_as=first), actor=actor)
    reverse_payment(second, Reversing("DOUBLE", "sama", same_as=first), actor=actor)
    assert outstanding() == [0, 168_000, 168_000, 168_000]
    with pytest.raises(Refused) as refused:
        reverse_payment(first, Reversing("DOUBLE", "sama", same_as=second), actor=actor)
    assert refused.value.code == "reversal.same_as"


def test_a_payment_is_taken_back_once_and_only_by_who_may(billed, owner, actor):
    payment = pay(owner, actor, "A")
    with pytest.raises(Refused) as refused:
        reverse_payment(payment, BOUNCED, actor=Actor("orang lain", Scope(areas=("75.71",))))
    assert refused.value.code == "scope.outside"
    made = reverse_payment(payment, BOUNCED, actor=actor)
    with pytest.raises(Refused) as refused:
        reverse_payment(payment, BOUNCED, actor=actor)
    assert refused.value.code == "payment.reversed"
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentReversal.objects.create(
            payment=payment, why="BOUNCED", reason="lagi", recorded_at=made.recorded_at, entry=made.entry
        )


def test_a_clerk_reverses_a_payment_on_its_page_and_every_page_says_so(billed, owner, actor, sit):
    payment = pay(owner, actor, "A")
    clerk, address = sit("finance"), reverse("payment", args=[payment.pk])
    assert reverse("payment_reverse", args=[payment.pk]) in clerk.get(address).content.decode()
    answer = clerk.post(
        reverse("payment_reverse", args=[payment.pk]), {"why": "BOUNCED", "reason": "nota bank 12"}
    )
    assert answer.status_code == 302
    page = clerk.get(address).content.decode()
    assert "nota bank 12" in page
    assert "Dibatalkan" in clerk.get(reverse("payments")).content.decode()
    assert sit("finance", "75.71").get(address).status_code == 404
    assert sit("leader").post(reverse("payment_reverse", args=[payment.pk])).status_code == 403


def test_a_proof_is_kept_with_the_payment_and_given_back_to_who_may_see_it(billed, owner, actor, sit):
    clerk = sit("finance")
    given = {"payer": "75.03", "paid_on": "2021-06-10", "amount": "168000", "reference": "A"}
    pdf = SimpleUploadedFile("bukti.pdf", b"%PDF-1.4 rekaan")
    answer = clerk.post(reverse("payment_new"), {**given, "proof": pdf})
    assert answer.status_code == 302
    proof = PaymentProof.objects.get()
    download = clerk.get(reverse("proof_file", args=[proof.pk]))
    assert b"".join(download.streaming_content) == b"%PDF-1.4 rekaan"
    assert sit("finance", "75.71").get(reverse("proof_file", args=[proof.pk])).status_code == 404


def test_a_payment_whose_proof_is_no_document_is_not_recorded(billed, sit):
    given = {"payer": "75.03", "paid_on": "2021-06-10", "amount": "168000", "reference": "A"}
    page = sit("finance").post(
        reverse("payment_new"), {**given, "proof": SimpleUploadedFile("bukti.pdf", b"MZ jahat")}
    )
    assert page.status_code == 200
    assert "tidak sesuai dengan namanya" in page.content.decode()
    assert not Payment.objects.exists()


def test_the_json_face_answers_a_repeated_call_alike_and_writes_once(billed, sit):
    clerk, headers = sit("finance"), {"Idempotency-Key": "kunci-1"}
    body = {"payer": "75.03", "paid_on": "2021-06-10", "amount": 200_000, "reference": "API-1"}

    def call(client, told, headers=headers):
        return client.post("/api/payments", told, content_type="application/json", headers=headers)

    calls = [call(clerk, body) for _ in range(2)]
    assert [one.status_code for one in calls] == [200, 200]
    assert calls[0].json() == calls[1].json()
    assert calls[0].json()["allocated"] == 200_000
    assert Payment.objects.count() == 1
    other = call(clerk, {**body, "amount": 1})
    assert (other.status_code, other.json()["error"]["code"]) == (422, "request.key_reused")
    assert call(clerk, body, {}).json()["error"]["code"] == "request.key_missing"
    assert call(sit("finance", "75.71"), body).json()["error"]["code"] == "payer.unknown"
    assert call(sit("leader"), body).status_code == 403


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": 0}, "payment.amount"),
        ({"paid_on": "2093-01-01"}, "payment.day"),
        ({"covers": "kapan saja"}, "payment.covers"),
        ({"currency": "USD"}, "body.shape"),
    ],
)
def test_the_json_face_refuses_what_no_page_would_take(billed, sit, change, code):
    body = {"payer": "75.03", "paid_on": "2021-06-10", "amount": 200_000, "reference": "API-1", **change}
    answer = sit("finance").post(
        "/api/payments", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert not Payment.objects.exists()
