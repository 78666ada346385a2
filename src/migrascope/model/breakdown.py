"""How are further dimensions of a figure written in one cell?

As sorted `key=value` pairs joined by semicolons: `decision=recognised;level=AR`.
"""

from __future__ import annotations

from collections.abc import Mapping

_FORBIDDEN = str.maketrans({";": ",", "=": ":"})


def join(pairs: Mapping[str, str]) -> str:
    """Write dimensions as one text; empty values are left out.

    >>> join({"occupation": "phys", "level": ""})
    'occupation=phys'
    """
    return ";".join(
        f"{key}={cleaned}"
        for key, value in sorted(pairs.items())
        if (cleaned := clean(value))
    )


def split(text: str) -> dict[str, str]:
    """Read the dimensions back.

    >>> split("cause=drowning;route=Western Africa")
    {'cause': 'drowning', 'route': 'Western Africa'}
    """
    return dict(pair.split("=", 1) for pair in text.split(";") if pair)


def clean(value: str) -> str:
    """Make a value fit to stand in a pair: no `;`, no `=`, no outer blanks."""
    return value.strip().translate(_FORBIDDEN)
