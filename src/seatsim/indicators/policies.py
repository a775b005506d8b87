"""What policies came to: how often each ordered, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from seatsim.domain.outcome import PolicyOutcome
from seatsim.domain.policy import STOP_HIRING, Policy
from seatsim.indicators.quantiles import means, percentiles, plain, share

Block = dict[str, Any]


def policies_block(found: PolicyOutcome, policies: Mapping[str, Policy], horizon: int) -> list[Block]:
    """One row a policy, in the order of their ids.

    ``chance`` is the share of the futures in which it ordered by the horizon; the quantiles of ``first`` count a
    future in which it never did as later than any year (None). ``years`` is the mean number of opening days on which
    it kept hiring stopped; None for what is ordered once.
    """
    rows = []
    for place, name in enumerate(found.ids):
        policy, first = policies[name], found.first[:, place]
        years = percentiles(np.where(first > 0, first, horizon + 1), (10, 50, 90))
        acted = means(found.acted[:, :, place].sum(axis=0)).item()
        rows.append(
            {
                "policy": name,
                "order": policy.order,
                "when": {key: value for key, value in asdict(policy.when).items() if value is not None},
                "chance": share(first > 0),
                "first": {
                    f"p{p}": plain(y) if y <= horizon else None for p, y in zip((10, 50, 90), years, strict=True)
                },
                "years": plain(acted) if policy.order == STOP_HIRING else None,
            }
        )
    return rows
