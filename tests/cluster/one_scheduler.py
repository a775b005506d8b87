"""One scheduler for all tests of the cluster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dask_cluster import DaskCluster


@pytest.fixture(scope="session")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler, and the workers that tests have left."""
    with DaskCluster(tmp_path_factory.mktemp("dask")) as found:
        yield found


@pytest.fixture
def two(dask: DaskCluster) -> DaskCluster:
    """The scheduler with two workers that live."""
    dask.at_work(2)
    return dask
