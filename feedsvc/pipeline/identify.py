"""Which entry a source file is, before it is read as an article: the one it was, one that moved here, or one that
came back; None for a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from feedsvc.model import Identity, SourceFile
from feedsvc.store.base import Store
from feedsvc.store.changes import TrackedFile

Known = dict[str, Identity]
"""Path of a source file -> the entry that it is."""


def identify(
    sources: Sequence[SourceFile], tracked: Mapping[str, TrackedFile], store: Store, is_there: Callable[[str], bool]
) -> Known:
    """The known entry of each file that has one; `is_there` asks the disk about a path."""
    entry_ids = {source.path: tracked[source.path].entry_id for source in sources if source.path in tracked}
    identities = store.identities({entry_id for entry_id in entry_ids.values() if entry_id})
    known = {path: identities[entry_id] for path, entry_id in entry_ids.items() if entry_id in identities}
    strangers = [source for source in sources if source.path not in known]
    return known | _recalled(strangers, store, is_there)


def _recalled(sources: Sequence[SourceFile], store: Store, is_there: Callable[[str], bool]) -> Known:
    """Entries whose file was these very bytes at a path that is no longer there, else whose file was at this path."""
    if not sources:
        return {}
    found = store.recall([source.path for source in sources], [source.sha256 for source in sources])
    here = {identity.path: identity for identity in found}
    moved = {identity.sha256: identity for identity in found if not is_there(identity.path)}
    known = {}
    for source in sources:
        identity = moved.pop(source.sha256, None) or here.get(source.path)
        if identity is not None:
            known[source.path] = identity
    return known
