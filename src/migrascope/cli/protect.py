"""How are cases shared without exposing anyone?

Without a sub-command it makes a release (see `protect_release`). The options of that
stand here too, so that the help of the verb shows them; they are parsed there.
"""

from __future__ import annotations

import click

from migrascope.cli import protect_release
from migrascope.cli.protect_group import ProtectGroup

EPILOG = """\b
For example:
  migrascope protect plan cases.csv --output plan.toml
  migrascope protect risk cases.csv --plan plan.toml
  migrascope protect cases.csv --plan plan.toml --output release \\
    --who "Data protection officer" --why "Research on routes"
  migrascope protect verify release --plan plan.toml --original cases.csv
"""


@click.group(
    cls=ProtectGroup,
    epilog=EPILOG,
    help=protect_release.command.help,
    params=[
        option
        for option in protect_release.command.params
        if isinstance(option, click.Option)
    ],
)
def command(**typed: object) -> None:
    """Nothing: a sub-command or the release follows."""
    del typed
