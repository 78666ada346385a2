"""How do published stocks become accounts that flows can be estimated from?

One step a file, in the order of `preparing.py`. Each step says what it changed: how
many people, where, on which day.
"""
