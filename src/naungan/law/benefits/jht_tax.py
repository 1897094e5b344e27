"""Income tax on old-age savings (JHT) paid at once, or within two calendar years."""

from naungan.law.arithmetic import Number, Table, share_of_layers
from naungan.law.graph import rule


@rule("PP 68/2009, PMK 16/PMK.03/2010 Pasal 5")
def tax(amount: Number, jht_tax_layers: Table) -> Number:
    """Final tax: nothing on the first layer, then a rate on what lies above it."""
    return share_of_layers(amount, jht_tax_layers)
