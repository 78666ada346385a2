"""The evidence base on disk: snapshots, editions, lineage, questions."""
