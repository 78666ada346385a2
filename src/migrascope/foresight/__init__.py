"""How many people may be displaced, and how sure is that?

Series of what was counted, models that say what may come with intervals, scores
against what came, and a ledger in which forecasts stand before the outcome.
"""
