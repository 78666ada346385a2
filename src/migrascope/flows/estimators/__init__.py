"""How are movements estimated from what is counted?

One estimator per file. Each says what it assumes, what it cannot see, and who
proposed it.
"""
