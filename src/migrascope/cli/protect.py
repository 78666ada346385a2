"""How are cases shared without exposing anyone?

Without a sub-command it makes a release (see `protect_release`). A file of cases that
is called like a sub-command is named with its folder: `migrascope protect ./plan`.
"""

from __future__ import annotations

from migrascope.cli.parted import Part, PartedGroup

EPILOG = """\b
For example:
  migrascope protect plan cases.csv --output plan.toml
  migrascope protect risk cases.csv --plan plan.toml
  migrascope protect cases.csv --plan plan.toml --output release \\
    --who "Data protection officer" --why "Research on routes"
  migrascope protect verify release --plan plan.toml --original cases.csv
"""
_HERE = "migrascope.cli.protect_"

PARTS = (
    Part(
        "plan", "Propose a plan: what happens to each column, and why.", f"{_HERE}plan"
    ),
    Part("risk", "Say how exposed the people of a file are.", f"{_HERE}risk"),
    Part(
        "twin", "Make synthetic records that add up to released counts.", f"{_HERE}twin"
    ),
    Part(
        "table",
        "Count cases in a table that gives no small group away.",
        f"{_HERE}table",
    ),
    Part("verify", "Prove a release: yes or no.", f"{_HERE}verify"),
)

command = PartedGroup(
    "protect",
    parts=PARTS,
    unnamed=Part("release", "Make a release.", f"{_HERE}release"),
    usage="CASES",
    epilog=EPILOG,
)
