"""How is a correction kept?

Each time in a new file of its own; a file that is there is never changed. So two people
can correct at once, and nothing that somebody said is ever overwritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from migrascope.errors import StoreError
from migrascope.knowledge.corrections.files import FOLDER
from migrascope.knowledge.corrections.model import (
    Action,
    Correction,
    PassageCorrection,
    StatusChange,
)


def keep(
    library_folder: Path,
    changes: Iterable[Correction | PassageCorrection | StatusChange],
    *,
    now: datetime | None = None,
) -> Path | None:
    """Write changes into a new file; None when there are none.

    Raises:
        StoreError: the folder cannot be written to.
    """
    told = [_written(change) for change in changes]
    if not told:
        return None
    folder = library_folder / FOLDER
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"{stamp}-{os.getpid()}.toml"
    unfinished = path.with_suffix(".unfinished")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text("\n".join(told), encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(
            f"the correction cannot be kept ({error.strerror}).",
            "Nothing was changed. Is the folder full, or not yours?",
            where=str(folder),
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _written(change: Correction | PassageCorrection | StatusChange) -> str:
    """A change as a table of TOML."""
    told: dict[str, object]
    if isinstance(change, Correction):
        name = "correction"
        told = {
            "register": change.register.value,
            "action": change.action.value,
            "record": change.record,
            "document": change.document,
            "words": change.opening,
            "into": change.into,
        }
        if change.action is Action.SET:
            told |= {"field": change.field, "to": change.now}
            if change.was is not None:
                told["from"] = change.was
    elif isinstance(change, PassageCorrection):
        name = "passage"
        told = {
            "document": change.document,
            "words": change.words,
            "kind": change.kind.value if change.kind else "",
            "was": change.was.value if change.was else "",
            "add": [f"{scheme.value}:{code}" for scheme, code in change.add],
            "remove": [f"{scheme.value}:{code}" for scheme, code in change.remove],
        }
    else:
        name = "status"
        told = {
            "commitment": change.commitment,
            "status": change.status.value,
            "evidence": list(change.evidence),
            "document": change.document,
            "words": change.opening,
        }
    said = {"by": change.said.by, "on": change.said.on, "note": change.said.note}
    always = {"from", "to"}
    lines = [f"[[{name}]]"]
    for key, value in {**told, **said}.items():
        if value or key in always:
            lines.append(f"{key} = {_toml(value)}")
    if isinstance(change, Correction) and change.action is Action.ADD:
        lines.append("[correction.values]")
        lines += [f"{key} = {_toml(text)}" for key, text in change.values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A text or a list of texts: JSON's escapes are those of TOML, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
