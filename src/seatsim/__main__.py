"""``python -m seatsim``."""

import sys

from seatsim.cli import main

sys.exit(main())
