"""What was promised, and what became of it?

A commitment is a record of its register with a history of states, each said by
somebody, on a day, with evidence: a passage of a document or an indicator's figures.
"""
