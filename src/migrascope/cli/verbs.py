"""Which verbs are there, and where does each one live?

The table is all that `migrascope --help` needs: the module of a verb is imported
when the verb is used, so that help and completion stay fast.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A sub-command: its name, what it is for in one line, and its heading."""

    name: str
    says: str
    heading: str

    @property
    def module(self) -> str:
        """The module that holds the verb; its click command is named `command`."""
        return f"migrascope.cli.{self.name}"


REVIEW = "Review"
GATHER = "Bring sources together"
QUESTION = "Question a number"
MEASURE = "Measure"
ESTIMATE = "Estimate"
AHEAD = "Look ahead"
SHARE = "Share cases safely"
KNOWLEDGE = "Find what was agreed"

VERBS = (
    Verb("review", "Write the review of a country, region or group.", REVIEW),
    Verb("areas", "Find the code or the members of an area.", REVIEW),
    Verb("fetch", "Download a publisher's files and add them.", GATHER),
    Verb("add", "Add files that you have to the evidence base.", GATHER),
    Verb("sources", "List the publishers that can be read.", GATHER),
    Verb("catalog", "List what the evidence base holds.", QUESTION),
    Verb("show", "Show the figures of a measure for an area.", QUESTION),
    Verb("query", "Take figures out: CSV, JSON, Parquet, SDMX-CSV.", QUESTION),
    Verb("trace", "Follow a figure to its file, sheet and cell.", QUESTION),
    Verb("diff", "Say what changed between two editions.", QUESTION),
    Verb("indicators", "List the indicators, or compute one.", MEASURE),
    Verb("gaps", "Show which years and breakdowns are missing.", MEASURE),
    Verb("flows", "Estimate movements between areas from stocks.", ESTIMATE),
    Verb("foresight", "Forecast displacement, with intervals and scores.", AHEAD),
    Verb("trigger", "Say when to act early, by an agreed framework.", AHEAD),
    Verb("protect", "Release cases so that nobody can be found in them.", SHARE),
    Verb("read", "Read documents into the library of what was agreed.", KNOWLEDGE),
    Verb("library", "List, show and remove the documents read.", KNOWLEDGE),
    Verb("find", "Find the passages that answer a question.", KNOWLEDGE),
    Verb("register", "List practices, pledges, laws …, and correct them.", KNOWLEDGE),
    Verb("commitments", "Follow up what was promised.", KNOWLEDGE),
    Verb("dialogue", "Show a dialogue, or what recurs over several.", KNOWLEDGE),
)

BY_NAME = {verb.name: verb for verb in VERBS}
