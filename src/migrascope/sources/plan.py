"""Who can read these files?

Files are grouped by the adapter that knows them, so that a dataset that comes in
several files becomes one edition. One bad file does not keep the others out; but
an edition that would be incomplete without it is kept out, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import DuplicateKey, SourceError, UnknownLayout, UsageError
from migrascope.sources import mapping, registry
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import guard
from migrascope.sources.national import adapter as national

NOT_DATA = frozenset({".toml", ".md", ".pdf", ".docx", ".html", ".htm", ".py", ".txt"})
"""Endings that are passed over in a folder when no adapter knows the file."""

_TABLES = frozenset({".csv", ".tsv", ".json", ".xlsx", ".xls", ".ods", ".parquet"})

Read = Callable[[Sequence[Path]], Iterator[Batch]]


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are read together: the reader's name, and each file's layout.

    `whole` says that the files are one edition, of which none may be missing.
    """

    source: str
    layouts: Mapping[Path, str]
    read: Read
    whole: bool = False

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
    named = tuple(paths)
    files = list(dict.fromkeys(files_in(named)))
    if declared is not None:
        return _by_one_mapping(declared, files, named, residuals)
    known: dict[tuple[str, Path | None], dict[Path, str]] = {}
    unknown: list[Path] = []
    damaged: list[SourceError] = []
    for path in files:
        found = _recognise(path, source)
        if found is not None:
            beside = national.beside(path) if found[0] == national.SOURCE else None
            known.setdefault((found[0], beside), {})[path] = found[1]
        elif (error := _damage(path)) is not None:
            damaged.append(error)
        else:
            unknown.append(path)
    groups = (_group(name, layouts, residuals) for (name, _), layouts in known.items())
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


def batches(
    group: Group, failures: list[SourceError], taken: dict[str, str]
) -> Iterator[Batch]:
    """Read a group; a bad file is remembered in `failures`, the others are read.

    After a failure, a batch of several files in the layout of the bad one is held
    back: it may lack the part that could not be read. `taken` remembers which file
    gave which edition: two files that claim to be the same one are refused.
    """
    paths = list(group.paths)
    spoilt: dict[str, Path] = {}
    given: set[str] = set()
    while paths:
        try:
            for batch in group.read(paths):
                if batch.edition in given and spoilt:
                    continue  # given before the bad file was met
                error = _incomplete(batch, group, spoilt) or _twice(batch, taken)
                if error is not None:
                    failures.append(error)
                    continue
                given.add(batch.edition)
                taken[batch.edition] = batch.files[0].name
                yield batch
        except SourceError as error:
            failures.append(error)
            bad = _culprit(error, paths)
            if bad is None or group.whole:
                return
            paths.remove(bad)
            spoilt[group.layouts[bad]] = bad
        else:
            return


def _group(name: str, layouts: Mapping[Path, str], residuals: Residuals) -> Group:
    adapter = registry.adapter(name)

    def read(paths: Sequence[Path]) -> Iterator[Batch]:
        yield from adapter.read(paths, residuals=residuals)

    return Group(name, layouts, read, whole=name == national.SOURCE)


def _by_one_mapping(
    declared: mapping.Mapping,
    files: Sequence[Path],
    named: Sequence[Path],
    residuals: Residuals,
) -> Plan:
    """Every file by one mapping; in folders, those whose name it expects."""
    expected = declared.layout.match
    wanted = [
        path
        for path in files
        if path in named
        or (
            path.suffix.lower() not in NOT_DATA
            and (expected is None or expected.search(path.name))
        )
    ]
    layouts = dict.fromkeys(wanted, declared.file)

    def read(paths: Sequence[Path]) -> Iterator[Batch]:
        yield mapping.apply_all(declared, paths, residuals=residuals)

    group = Group(declared.source, layouts, read, whole=True)
    return Plan((group,) if wanted else ())


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
        if path.suffix.lower() in _TABLES:
            guard.refuse_bytes(path)
    except SourceError as error:
        return error
    return None


def _incomplete(
    batch: Batch, group: Group, spoilt: Mapping[str, Path]
) -> SourceError | None:
    """The error for a batch of several files that may lack a bad one."""
    layouts = {group.layouts.get(file.path, "") for file in batch.files}
    bad = next((bad for layout, bad in spoilt.items() if layout in layouts), None)
    if bad is None or len(batch.files) == 1:
        return None
    return UnknownLayout(
        f"{batch.edition} is not added: it comes in several files, and {bad.name} "
        "of the same layout could not be read.",
        "Repair or leave out that file, then add them again.",
        where=batch.files[0].name,
    )


def _twice(batch: Batch, taken: Mapping[str, str]) -> SourceError | None:
    """The error for two files that claim to be the same edition."""
    first = taken.get(batch.edition)
    if first is None:
        return None
    return DuplicateKey(
        f"{batch.edition} comes from {first} already, and is not taken twice.",
        "Add one of the two files; or give each its own name or vintage in its "
        "mapping; or read both by one mapping, as parts of one edition.",
        where=batch.files[0].name,
    )


def _culprit(error: SourceError, paths: Sequence[Path]) -> Path | None:
    """The file that an error names, when it is one of several."""
    where = getattr(error.where, "file", error.where)
    named = [path for path in paths if str(where) in {path.name, str(path)}]
    return named[0] if named and len(paths) > 1 else None
