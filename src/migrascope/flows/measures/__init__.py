"""What do a table of movements, and an area in it, look like in figures?

The measures of migration that demographers derive from tables of origin by
destination: totals and rates, effectiveness and impact, intensity, distance,
connectivity, concentration, corridors, multiplicative components, return and
transit, and the same by region. One idea in each file; `registry` lists them all,
`profile` computes them for an area and for a whole table. What cannot be said is
None with the reason, never a number that means nothing.

All of them describe estimates: they are as good as the table they are given.
"""
