"""The two kinds of trouble that are not bugs: a finding about people's data, a refusal by law or workflow.

A finding is a value and comes with all its siblings; a refusal is an exception and stops the request. Both
say where the trouble is and how to mend it. What is neither is a bug and stays an assertion.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one cell or one row of somebody's data (on screen: *catatan perbaikan*).

    `cell` is an address as a spreadsheet shows it ("B42"), or the row ("42") when no single cell is at fault.
    `blocking` keeps the row out until it is mended; other findings only inform.
    """

    code: str
    sheet: str
    cell: str
    found: str
    expected: str
    mend: str
    blocking: bool = True

    def as_json(self) -> dict[str, object]:
        """The finding with the keys of the public contract."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "found": self.found,
            "expected": self.expected,
            "mend": self.mend,
            "blocking": self.blocking,
        }


class Refused(Exception):  # noqa: N818 - a refusal is no error of ours
    """The law or the workflow forbids what was asked.

    `code` is stable and dotted ("month.already_posted"); `message` is one clear line for people; `where`
    names the fact, file or field; `mend` says what to do next. Each face translates it once: a message on a
    page, exit status 2, HTTP 422.
    """

    def __init__(self, code: str, message: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.mend = mend

    def as_json(self) -> dict[str, dict[str, str]]:
        """The refusal with the keys of the public contract."""
        return {"error": {"code": self.code, "message": self.message, "where": self.where, "mend": self.mend}}
