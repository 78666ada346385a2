"""What did the documents put on record, one entry after the other?

Practices, recommendations, commitments, instruments, initiatives and dialogues are
read off judged passages (`building`). A field that no document states stays empty; a
field that is filled names the passage that it was read from (`record`). What people
correct lives elsewhere and is laid over: see `migrascope.knowledge.corrections`.
"""
