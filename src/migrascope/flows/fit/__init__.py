"""How is a table made to meet its totals?

Iterative proportional fitting for two margins, for the margins of every birthplace
at once, and for net totals. Nothing here knows about migration, and nothing stops
without saying how far it came.
"""
