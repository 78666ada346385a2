"""How people moved, drawn: chord diagram, flow map, heat map and lines over time.

The drawings take plain places and persons. The review and `migrascope flows --chart`
use the same ones.
"""
