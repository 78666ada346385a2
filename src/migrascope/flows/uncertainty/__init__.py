"""How much doubt is there in an estimated flow?

Two answers that do not replace each other: how far the methods disagree (`across`),
and how far a flow moves when the stocks are revised as they were revised before
(`revisions`, `drawing`, `resampling`; `coverage` says how well that foretold the
next edition).
"""
