"""What happened at a dialogue, and what comes back from one to the next?

The structure of one (`structure`), who spoke (`speakers`), the figures that were
quoted (`figures`), and over several what recurs, is new or was dropped (`recurrence`).
"""
