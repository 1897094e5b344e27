"""The account codes of a region."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.contributions.forms import AccountCodeForm
from naungan.contributions.pages.words import actor_of
from naungan.contributions.queries.accounts import account_table
from naungan.contributions.services.records import set_account_code
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused


@needs("contributions.view")
def account_codes(request: HttpRequest) -> HttpResponseBase:
    """The table of account codes, and adding one."""
    may_write = "payment.receive" in viewer(request).permissions
    form = AccountCodeForm(request.POST if request.method == "POST" else None, actor=actor_of(request))
    if request.method == "POST" and may_write and form.is_valid():
        given = form.cleaned_data
        try:
            set_account_code(
                area_code=given["area"],
                programme=given["programme"],
                group_code=given["group"].pk if given["group"] else None,
                from_month=int(given["from_month"]),
                code=given["code"],
                name=given["name"],
                actor=actor_of(request),
            )
        except Refused as refused:
            form.add_error("code", f"{refused.message} {refused.mend}".strip())
        else:
            messages.success(request, _("Kode rekening dicatat; tagihan yang terbit sesudah ini memuatnya."))
            return redirect("account_codes")
    return list_response(
        request,
        title=_("Kode rekening iuran"),
        columns=[
            Column("area", _("Wilayah"), "area.name", sort="area__name"),
            Column("programme", _("Program"), "programme", sort="programme"),
            Column(
                "group",
                _("Kelompok pekerja"),
                lambda row: row.group.name if row.group else _("Semua kelompok"),
            ),
            Column("from", _("Mulai bulan"), "from_month", kind="month", sort="from_month"),
            Column("code", _("Kode rekening"), "code", kind="id", sort="code"),
            Column("name", _("Uraian"), "name"),
            Column("by", _("Oleh"), "entry.actor"),
        ],
        rows=account_table(actor_of(request).scope),
        source=_("Tabel kode rekening daerah; JKK dan JKM masing-masing mempunyai kode sendiri."),
        name="kode-rekening",
        template="contributions/account_codes.html",
        context={
            "form": form if may_write else None,
            "empty_text": _("Belum ada kode rekening di wilayah Anda."),
        },
    )
