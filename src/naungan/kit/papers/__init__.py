"""Papers: PDF from data and a template, tagged (PDF/UA-1), without a browser and without asking any other host.

A template is a `.typ` file below this package or in a room's own `papers/`; it reads its data with
`json(bytes(sys.inputs.data))`, so that what people typed stays text whatever signs it holds. It takes
letterhead, numbering, page x of y and signatures from `/kit/papers/paper.typ`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.http import HttpResponse

ROOT = Path(__file__).resolve().parent.parent.parent


def paper(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template, named from the root of the source ("agreements/papers/minutes.typ").

    `data` is JSON: text, whole numbers, lists, mappings; amounts and dates are formatted before.
    """
    import typst

    path = ROOT / template
    assert path.is_file() and path.suffix == ".typ", template  # noqa: PT018
    made = typst.compile(
        str(path),
        root=str(ROOT),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        package_path=str(ROOT / "no-packages"),
        package_cache_path=str(ROOT / "no-packages"),
    )
    assert isinstance(made, bytes)
    return made


def qr_svg(text: str) -> str:
    """The QR code of a text as SVG, for `image(bytes(data.qr), format: "svg", alt: ...)`."""
    import qrcode  # type: ignore[import-untyped]
    from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

    out = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(out)
    return out.getvalue().decode()


def response(pdf: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """The PDF as an answer; `name` becomes a file name that every system takes."""
    safe = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "naskah"
    answer = HttpResponse(pdf, content_type="application/pdf")
    how = "attachment" if download else "inline"
    answer.headers["Content-Disposition"] = f'{how}; filename="{safe}.pdf"'
    return answer
