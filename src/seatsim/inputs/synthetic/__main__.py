"""``python -m seatsim.inputs.synthetic SEEDS_DIR`` rewrites the five tables of the synthetic register."""

from __future__ import annotations

import sys
from pathlib import Path

from seatsim.inputs.synthetic.tables import write_tables
from seatsim.inputs.synthetic.targets import read_targets

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m seatsim.inputs.synthetic SEEDS_DIR")
    folder = Path(sys.argv[1])
    write_tables(folder, read_targets(folder))
