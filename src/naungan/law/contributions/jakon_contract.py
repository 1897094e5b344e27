"""Construction where wages are not known: rates on slices of the contract's value, for the whole contract."""

from naungan.law.arithmetic import Number, Table, share_of_layers
from naungan.law.graph import rule


@rule("PP 44/2015 Pasal 54")
def jkk_full(contract_value: Number, jakon_jkk_layers: Table) -> Number:
    """JKK of the contract, slice by slice."""
    return share_of_layers(contract_value, jakon_jkk_layers)


@rule("PP 44/2015 Pasal 54, PP 49/2020 Pasal 12")
def jkm_full(contract_value: Number, jakon_jkm_layers: Table) -> Number:
    """JKM of the contract, slice by slice."""
    return share_of_layers(contract_value, jakon_jkm_layers)
