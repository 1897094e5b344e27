"""The region's register of disbursements (SP2D): read, matched with bills, and a queue for what matches nothing."""
