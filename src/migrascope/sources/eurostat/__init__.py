"""Flows that countries of Europe reported to Eurostat, as senders and receivers."""
