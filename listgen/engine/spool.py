"""Records that are too many for memory, in an unnamed temporary file that goes when the last reader has gone."""

from __future__ import annotations

import pickle
import tempfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

Record = TypeVar("Record")

# A record of a product is names and headers again and again: the fastest level makes a tenth of it.
_LEVEL = 1


def pack(record: object) -> bytes:
    """Return a record as bytes for a spool."""
    return zlib.compress(pickle.dumps(record, protocol=5), _LEVEL)


class Spool(Sequence[Record], Generic[Record]):
    """Records in the order in which they were added, each read from disk when it is asked for.

    Only what this process and its workers have packed is ever read back.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # lives as long as the spool
        self._ends = array("Q")

    def add(self, packed: bytes) -> None:
        """Add a record that `pack` has made."""
        start = self._ends[-1] if self._ends else 0
        self._file.seek(start)
        self._file.write(packed)
        self._ends.append(start + len(packed))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        if isinstance(at, slice):
            return [self._read(number) for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._read(at % len(self))

    def __iter__(self) -> Iterator[Record]:
        return (self._read(number) for number in range(len(self)))

    def _read(self, number: int) -> Record:
        start = self._ends[number - 1] if number else 0
        self._file.seek(start)
        record: Record = pickle.loads(zlib.decompress(self._file.read(self._ends[number] - start)))  # noqa: S301  # ours
        return record
