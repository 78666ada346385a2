"""Where do people arrive after a shock?

A network of places and roads, people who flee from conflict and choose a camp by
documented rules, day by day, and how many arrive where, with how much doubt.
"""
