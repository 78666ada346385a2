"""Is it time to act, and would the trigger have been right in the past?

A lazy group: the module of a part is imported when it is typed.
"""

from __future__ import annotations

import click

from migrascope.cli.parted import Part, Parts, by_name

EPILOG = """\b
For example:
  migrascope trigger explain framework.toml
  migrascope trigger backtest framework.toml --data gauge.csv
  migrascope trigger evaluate framework.toml --data gauge.csv --on 2024-07-01
  migrascope trigger log --verify
"""
_HERE = "migrascope.cli.trigger_"


class TriggerGroup(Parts):
    """The parts of `trigger`, in the order of the work."""

    parts = by_name(
        (
            Part(
                "explain",
                "Write a framework as a page: model, plan, money, gaps.",
                f"{_HERE}explain",
            ),
            Part(
                "backtest",
                "Say what it would have done in the past.",
                f"{_HERE}backtest",
            ),
            Part(
                "evaluate",
                "Say its state today, and keep that in the log.",
                f"{_HERE}evaluate",
            ),
            Part(
                "log",
                "List the evaluations, or prove that none was changed.",
                f"{_HERE}log",
            ),
        )
    )


@click.group(name="trigger", cls=TriggerGroup, epilog=EPILOG)
def command() -> None:
    """Frameworks of anticipatory action: trigger, plan and money, agreed before.

    A framework is a TOML file. It is explained, tried on the past, evaluated on new
    figures, and every evaluation is kept in a log that nobody can change unseen.
    """
