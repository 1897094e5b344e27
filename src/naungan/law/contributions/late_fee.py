"""The fee on contributions paid late: by the rate of the contribution month, for each month begun."""

from naungan.law.arithmetic import Flag, Number, at_least, choose, share_of_large
from naungan.law.graph import rule


@rule("PP 44/2015, PP 45/2015, PP 46/2015", unit="months")
def months_late(late: Flag, paid_month: Number, due_month: Number) -> Number:
    """Months late: none by the due date, else at least one."""
    return choose(late, at_least(paid_month - due_month, 1), 0)


@rule("PP 44/2015, PP 45/2015, PP 46/2015, PP 49/2020 Pasal 23")
def fee(amount: Number, months_late: Number, late_fee_rate: Number) -> Number:
    """The employer's fee on what should have been paid."""
    return share_of_large(amount * months_late, late_fee_rate)


@rule("PP 44/2015", name="fee")
def fee_of_bpu(amount: Number, months_late: Number, late_fee_rate_bpu: Number) -> Number:
    """Who pays for himself owes no fee."""
    return share_of_large(amount * months_late, late_fee_rate_bpu)
