"""What a run of many counties keeps until it is finished: blocks of counties at work, rows of finished ones, totals.

Blocks are deleted once their county's rows are written and the totals that count it are kept: neither disk nor memory
grows with the number of counties but by their rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.indicators.county_sheet import SUMMED, Sheet
from seatsim.results.blocks import BlockFiles
from seatsim.results.disk import naming_tables, why
from seatsim.results.stored import new_file, refuse_link

if TYPE_CHECKING:
    import polars as pl

Ints = npt.NDArray[np.int64]

_TOTALS = "totals.npz"
_ROWS = "rows"
_LEAST_KEPT = 64_000_000
"""Blocks of finished counties wait for the next keeping of the totals up to so much, at least [bytes]."""


@dataclass
class Totals:
    """What all finished counties add up to."""

    sums: Ints
    """Shape (replications, rows of ``SUMMED``, years)."""
    tell: Ints
    """How many counties tell a row in a year, shape (rows, years)."""
    counties: set[int] = field(default_factory=set)
    """Numbers of the counties that are counted."""

    @classmethod
    def empty(cls, replications: int, years: int) -> Totals:
        """Nothing yet."""
        shape = (len(SUMMED), years)
        return cls(np.zeros((replications, *shape), dtype=np.int64), np.zeros(shape, dtype=np.int64))

    def add(self, county: int, sheet: Sheet) -> None:
        """Count a county, all its replications."""
        summed, told = sheet.summed()
        self.sums += summed
        self.tell += told
        self.counties.add(county)


class SetFiles(BlockFiles):
    """Files of an unfinished run of many counties, which are known by their number in the set."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made when the run starts."""
        super().__init__(folder)
        self._kept = 0
        self._waiting: list[int] = []

    def blocks(self, county: int) -> BlockFiles:
        """Blocks of one county."""
        return BlockFiles(self.folder / f"{county:06}")

    def told(self) -> Phrase:
        """What is kept, in words."""
        rows = self.folder / _ROWS
        count = sum(1 for path in rows.iterdir() if path.suffix == ".parquet") if rows.is_dir() else 0
        return Phrase("{:,} counties", count)

    def sheet(self, county: int, first: int, last: int, sheet: Sheet) -> None:
        """Keep a block of a county. Raises RefusedFolder."""
        blocks = self.blocks(county)
        refuse_link(blocks.folder)
        try:
            blocks.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise RefusedFolder(Phrase("{}: cannot be written: {}", blocks.folder, why(error))) from error
        blocks.write(first, last, {"whole": sheet.whole, "real": sheet.real})

    def read(self, county: int, replications: int) -> Sheet:
        """Every replication of a county, all of whose blocks are kept. Raises RefusedFolder."""
        with self.blocks(county) as blocks:
            return Sheet(*(blocks.column(name, 0, replications) for name in ("whole", "real")))

    def finish(self, county: int, rows: pl.DataFrame, sheet: Sheet, totals: Totals) -> None:
        """Keep a county's rows and count it; its blocks go when the totals are kept next. Raises RefusedFolder."""
        folder = self.folder / _ROWS
        path, beside = self._rows(county), folder / f"{county:06}.part"
        try:
            refuse_link(folder)
            folder.mkdir(exist_ok=True)
            with naming_tables(beside), new_file(beside) as file:
                rows.write_parquet(file, compression="zstd", compression_level=1, statistics=False)
            beside.replace(path)
        except OSError as error:
            raise RefusedFolder(Phrase("{}: not written ({})", path, why(error))) from error
        totals.add(county, sheet)
        self._waiting.append(county)
        self._kept += sheet.whole.nbytes + sheet.real.nbytes
        if self._kept > max(_LEAST_KEPT, 2 * totals.sums.nbytes):
            self.keep(totals)

    def keep(self, totals: Totals) -> None:
        """Keep the totals and delete the blocks that they count. Raises RefusedFolder."""
        path = self.folder / _TOTALS
        beside = path.with_suffix(".part")
        try:
            with new_file(beside) as file:
                np.savez(file, sums=totals.sums, tell=totals.tell, counties=np.array(sorted(totals.counties), np.int64))
            beside.replace(path)
        except OSError as error:
            raise RefusedFolder(Phrase("{}: not written ({})", path, why(error))) from error
        for county in self._waiting:
            shutil.rmtree(self.blocks(county).folder, ignore_errors=True)
        self._waiting, self._kept = [], 0

    def totals(self, replications: int, years: int) -> Totals:
        """The totals that were kept; none where they are of other replications, or rows are gone.

        Raises RefusedFolder.
        """
        path = self.folder / _TOTALS
        if not path.exists():
            return Totals.empty(replications, years)
        try:
            with np.load(path, allow_pickle=False) as file:
                found = Totals(file["sums"], file["tell"], {int(county) for county in file["counties"]})
        except (OSError, ValueError, KeyError) as error:
            raise RefusedFolder(
                Phrase("{}: cannot be read ({}); delete {} and run again", path, str(error), self.folder)
            ) from error
        if len(found.sums) != replications or not all(self._rows(county).is_file() for county in found.counties):
            return Totals.empty(replications, years)
        self._waiting = sorted(found.counties)
        return found

    def rows(self, counties: int) -> Iterator[pl.DataFrame]:
        """Rows of every county, in the order of their numbers. Raises RefusedFolder."""
        import polars as pl

        for county in range(counties):
            path = self._rows(county)
            try:
                yield pl.read_parquet(path)
            except (OSError, pl.exceptions.PolarsError) as error:
                raise RefusedFolder(Phrase("{}: cannot be read; delete {} and run again", path, self.folder)) from error

    def discard(self) -> None:
        """Delete all that the run has kept, and its folder unless there is something else in it."""
        for blocks in self._counties():
            shutil.rmtree(blocks.folder, ignore_errors=True)
        shutil.rmtree(self.folder / _ROWS, ignore_errors=True)
        for name in (_TOTALS, "totals.part"):
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)
        super().discard()

    def _rows(self, county: int) -> Path:
        return self.folder / _ROWS / f"{county:06}.parquet"

    def _counties(self) -> list[BlockFiles]:
        places = self.folder.iterdir() if self.folder.is_dir() else ()
        return [BlockFiles(place) for place in sorted(places) if place.is_dir() and place.name.isdecimal()]

    def has_kept(self) -> bool:
        """Whether anything is kept that is worth going on with."""
        return self._has_blocks()

    def _has_blocks(self) -> bool:
        return (self.folder / _TOTALS).exists() or (self.folder / _ROWS).is_dir() or bool(self._counties())
