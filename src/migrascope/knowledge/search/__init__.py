"""Which passages answer this question, and why these?

`finding.find(library, "cost of remittances")` gives the hits, best first, each with
the words that matched and the reason for its rank, or says that nothing answers.
"""
