"""Draw addresses: the published test vectors, the shape of a draw and what must not move it."""

import numpy as np
import pytest

from seatsim.model.streams import Draws, hashes, philox4x32

REPLICATIONS = np.arange(5)


def _words(*values: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    a, b, c, d = (np.array([value], dtype=np.uint64) for value in values)
    return a, b, c, d


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_agrees_with_the_known_answers_of_random123(
    counter: tuple[int, int, int, int], key: tuple[int, int], expected: tuple[int, ...]
) -> None:
    assert tuple(int(word[0]) for word in philox4x32(_words(*counter), key)) == expected


def test_a_draw_depends_on_its_own_address_alone() -> None:
    draws = Draws(7)
    all_of_them = draws.uniforms("births", ["a", "b", "c"], REPLICATIONS, 2024, 5)
    alone = draws.uniforms("births", ["b"], np.array([3]), 2024, 2)
    assert all_of_them.shape == (5, 3, 5)
    assert np.array_equal(all_of_them[3:4, 1:2, :2], alone)


def test_every_part_of_the_address_changes_the_draw() -> None:
    first = Draws(1).uniforms("births", ["a"], REPLICATIONS, 2024)
    others = [
        Draws(2).uniforms("births", ["a"], REPLICATIONS, 2024),
        Draws(1).uniforms("migration", ["a"], REPLICATIONS, 2024),
        Draws(1).uniforms("births", ["b"], REPLICATIONS, 2024),
        Draws(1).uniforms("births", ["a"], REPLICATIONS, 2025),
        Draws(1).uniforms("births", ["a"], REPLICATIONS + 5, 2024),
        Draws(1).uniforms("births", ["a"], REPLICATIONS, 2024, 2)[:, :, 1:],
    ]
    assert all((first != other).all() for other in others)


def test_names_and_hashes_are_the_same_entity() -> None:
    draws = Draws(1)
    by_name = draws.uniforms("start", ["x", "靖江"], REPLICATIONS, 0)
    assert np.array_equal(by_name, draws.uniforms("start", hashes(["x", "靖江"]), REPLICATIONS, 0))


def test_uniforms_are_uniform_in_the_open_interval() -> None:
    u = np.sort(Draws(3).uniforms("test", [f"e{i}" for i in range(200)], np.arange(100), 1, 5).ravel())
    assert u[0] > 0.0
    assert u[-1] < 1.0
    # Kolmogorov-Smirnov at the 0.1 % level, so that a wrong bit shows and chance does not.
    distance = np.abs(u - (np.arange(u.size) + 0.5) / u.size).max()
    assert distance < 1.95 / np.sqrt(u.size)


@pytest.mark.parametrize(("year", "cells"), [(-1, 1), (5000, 1), (0, 0), (0, 1 << 21)])
def test_addresses_outside_their_range_are_refused(year: int, cells: int) -> None:
    with pytest.raises(ValueError, match="no address"):
        Draws(1).uniforms("x", ["a"], REPLICATIONS, year, cells)
