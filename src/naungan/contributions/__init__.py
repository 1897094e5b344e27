"""The month: bills, payments, allocations, and the protection that follows from them."""
