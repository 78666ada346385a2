"""How did people move between two counts of who lives where?

Estimates of movements between every pair of areas from the stocks of migrants, by
every method in use, side by side, with what validation says about each, and the
measures of migration that demographers derive from such tables.
"""
