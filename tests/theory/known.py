"""Known answers and intervals for the tests of theory, and the one line in which a test tells what it found."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Floats = npt.NDArray[np.float64]


def must_wait(servers: int, load: float) -> float:
    """Erlang C: probability that an arrival at M/M/c waits; ``load`` : arrival rate over service rate [erlang]."""
    full = load**servers / math.factorial(servers) / (1.0 - load / servers)
    return full / (sum(load**k / math.factorial(k) for k in range(servers)) + full)


def mean_wait(servers: int, load: float) -> float:
    """Mean wait of an arrival at M/M/c, those who do not wait included [mean services]."""
    return must_wait(servers, load) / (servers - load)


def waits_longer(servers: int, load: float, time: float) -> float:
    """Probability that an arrival at M/M/c waits longer than ``time`` [mean services]."""
    return must_wait(servers, load) * math.exp(-(servers - load) * time)


def half_width(values: Floats, confidence: float) -> float:
    """Half of the two-sided Student interval of the mean of independent values."""
    count = len(values)
    factor = float(stdtrit(count - 1, 0.5 + confidence / 2.0))
    return factor * float(values.std(ddof=1)) / math.sqrt(count)


def shared(confidence: float, intervals: int) -> float:
    """Confidence of each of so many intervals that hold together with ``confidence`` at least (Bonferroni)."""
    return 1.0 - (1.0 - confidence) / intervals


def tell(what: str, known: object, found: object, within: object = "exact") -> None:
    """Tell what a test found; ``pytest -rP`` shows it."""
    parts = (f"{part:.6f}" if isinstance(part, float) else str(part) for part in (known, found, within))
    print(f"{what}: known {{}}, found {{}}, within {{}}".format(*parts))
