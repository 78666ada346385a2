"""Who can read these files?

Files are grouped by the adapter that knows them, so that a dataset that comes in
several files becomes one edition. One bad file does not keep the others out; but
an edition that would be incomplete without it is kept out, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import SourceError, UnknownLayout, UsageError
from migrascope.sources import mapping, registry
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import guard
from migrascope.sources.national import adapter as national

NOT_DATA = frozenset({".toml", ".md", ".pdf", ".docx", ".html", ".htm", ".py", ".txt"})
"""Endings that are passed over in a folder when no adapter knows the file."""

Read = Callable[[Sequence[Path]], Iterator[Batch]]


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are read together: the reader's name, and each file's layout."""

    source: str
    layouts: Mapping[Path, str]
    read: Read

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order in which they were named."""
        return tuple(self.layouts)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which files are read by whom, which by nobody, and which cannot be opened."""

    groups: tuple[Group, ...]
    unknown: tuple[Path, ...] = ()
    damaged: tuple[SourceError, ...] = ()


def plan(
    paths: Iterable[Path],
    *,
    source: str | None = None,
    declared: mapping.Mapping | None = None,
    residuals: Residuals = Residuals.REFUSE,
) -> Plan:
    """Find a reader for every file; `declared` or `source` names it for all.

    Raises:
        UsageError: no such source.
    """
    files = list(dict.fromkeys(files_in(paths)))
    if declared is not None:
        layouts = dict.fromkeys(files, declared.file)
        return Plan((_by_mapping(declared, layouts, residuals),))
    known: dict[str, dict[Path, str]] = {}
    unknown: list[Path] = []
    damaged: list[SourceError] = []
    for path in files:
        found = _recognise(path, source)
        if found is not None:
            known.setdefault(found[0], {})[path] = found[1]
        elif (error := _damage(path)) is not None:
            damaged.append(error)
        else:
            unknown.append(path)
    groups = (_group(name, layouts, residuals) for name, layouts in known.items())
    return Plan(tuple(groups), tuple(unknown), tuple(damaged))


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and those in the folders that are named.

    Raises:
        UsageError: there is no such file or folder.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file())
            hidden = (each.relative_to(path).parts for each in inside)
            for each, parts in zip(inside, hidden, strict=True):
                if not any(part.startswith((".", "~$")) for part in parts):
                    yield each
        elif path.exists():
            yield path
        else:
            raise UsageError(
                "there is no such file or folder.",
                "Check the name and the folder.",
                where=str(path),
            )


def batches(group: Group, failures: list[SourceError]) -> Iterator[Batch]:
    """Read a group; a bad file is remembered in `failures`, the others are read.

    After a failure, a batch of several files in the layout of the bad one is held
    back: it may lack the part that could not be read.
    """
    paths = list(group.paths)
    spoilt: dict[str, Path] = {}
    given: set[str] = set()
    while paths:
        try:
            for batch in group.read(paths):
                bad = _spoilt_by(batch, group, spoilt)
                if bad is not None:
                    failures.append(_incomplete(batch, bad))
                elif batch.edition not in given:
                    given.add(batch.edition)
                    yield batch
        except SourceError as error:
            failures.append(error)
            bad = _culprit(error, paths)
            if bad is None:
                return
            paths.remove(bad)
            spoilt[group.layouts[bad]] = bad
        else:
            return


def _group(name: str, layouts: Mapping[Path, str], residuals: Residuals) -> Group:
    adapter = registry.adapter(name)
    return Group(name, layouts, lambda paths: adapter.read(paths, residuals=residuals))


def _by_mapping(
    declared: mapping.Mapping, layouts: Mapping[Path, str], residuals: Residuals
) -> Group:
    def read(paths: Sequence[Path]) -> Iterator[Batch]:
        yield mapping.apply_all(declared, paths, residuals=residuals)

    return Group(declared.source, layouts, read)


def _recognise(path: Path, source: str | None) -> tuple[str, str] | None:
    """The reader of a file; a mapping beside it comes before any adapter."""
    if source is not None:
        layout = registry.adapter(source).recognise(path)
        return (source, layout) if layout is not None else None
    if path.suffix != ".toml" and (layout := national.recognise(path)) is not None:
        return national.SOURCE, layout
    return registry.recognise(path) if path.suffix != ".toml" else None


def _damage(path: Path) -> SourceError | None:
    """Why a file that nobody recognises cannot be opened at all, if so."""
    if path.suffix.lower() in NOT_DATA:
        return None
    try:
        guard.check(path)
    except SourceError as error:
        return error
    return None


def _spoilt_by(batch: Batch, group: Group, spoilt: Mapping[str, Path]) -> Path | None:
    """The bad file that a batch of several files may lack."""
    if len(batch.files) < 2:
        return None
    layouts = {group.layouts.get(file.path, "") for file in batch.files}
    return next((bad for layout, bad in spoilt.items() if layout in layouts), None)


def _incomplete(batch: Batch, bad: Path) -> SourceError:
    return UnknownLayout(
        f"{batch.edition} is not added: it comes in several files, and {bad.name} "
        "of the same layout could not be read.",
        "Repair or leave out that file, then add them again.",
        where=batch.files[0].name,
    )


def _culprit(error: SourceError, paths: Sequence[Path]) -> Path | None:
    """The file that an error names, when it is one of several."""
    where = getattr(error.where, "file", error.where)
    named = [path for path in paths if str(where) in {path.name, str(path)}]
    return named[0] if named and len(paths) > 1 else None
