"""Coverage-guided fuzzing of one reader, by hand: ``python tests/fuzz/guided.py TARGET --minutes N``.

Wants the extra ``fuzz``. A finding goes on as a file ``TARGET-….case`` in ``--found``, once for each place where it
came up; mended, it is moved to ``tests/fuzz/found``, whose files are tests. A hang or too much memory ends a stint,
of which libFuzzer keeps the input, and the next one begins.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

_HERE = Path(__file__).parent
_TESTS = _HERE.parent
_FOUND = "fuzz-findings"
_MOST_MEGABYTES = 3_000
_MOST_BYTES = 200_000
_HANG = 10
_EVERY = 8
"""One input of so many is read a second time."""
_STINT = re.compile(r"#(\d+)\s+\w+.*?cov: (\d+) ft: (\d+)")


def main() -> int:
    """Work stints until the minutes are over, and tell what was tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / _FOUND)
    parser.add_argument("--stint", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.found.mkdir(parents=True, exist_ok=True)
    if asked.stint:
        _stint(asked.target, asked.found, int(asked.minutes * 60))
        return 0
    corpus = Path(tempfile.mkdtemp(prefix=f"seatsim-fuzz-{asked.target}-"))
    end, inputs, edges, features = time.monotonic() + asked.minutes * 60, 0, 0, 0
    while (left := end - time.monotonic()) > 5:
        command = [sys.executable, __file__, asked.target, "--stint", "--minutes", str(left / 60)]
        made = subprocess.run(
            [*command, "--found", str(asked.found)],
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env={**os.environ, "SEATSIM_CORPUS": str(corpus), "POLARS_MAX_THREADS": "1"},
            check=False,
        )
        seen = [[int(number) for number in found] for found in _STINT.findall(made.stderr)]
        if not seen:
            print(made.stderr[-3000:])
            return 1
        inputs, edges, features = inputs + seen[-1][0], max(edges, seen[-1][1]), max(features, seen[-1][2])
        if made.returncode:
            print("\n".join(made.stderr.splitlines()[-60:]))
    kept = sorted(path.name for path in asked.found.iterdir() if path.name.startswith(asked.target))
    told = {"target": asked.target, "minutes": asked.minutes, "inputs": inputs, "edges": edges, "features": features}
    print(json.dumps({**told, "findings": kept}))
    shutil.rmtree(corpus, ignore_errors=True)
    return 0


def _stint(target: str, found: Path, seconds: int) -> None:
    """Fuzz in this process until the time is over or libFuzzer ends it."""
    import atheris

    sys.path[:0] = [str(_HERE), str(_TESTS)]
    with atheris.instrument_imports(
        include=["seatsim.inputs", "seatsim.results", "seatsim.indicators.expressions", "openpyxl", "tomllib"],
        enable_loader_override=False,
    ):
        import openpyxl  # noqa: F401 - imported late elsewhere; here it is watched
        import targets
    from seeds import change_of, seeds_of

    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    place = targets.Place.make(folder)
    corpus = Path(os.environ["SEATSIM_CORPUS"])
    for content in seeds_of(target, place):
        (corpus / hashlib.sha256(content).hexdigest()).write_bytes(content)
    change = change_of(target)
    read = targets.TARGETS[target]
    known = {path.name for path in found.iterdir()}

    def one(data: bytes) -> None:
        again = not hashlib.sha256(data).digest()[0] % _EVERY
        try:
            read(place, data, again)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            _keep(target, found, known, data, error)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        return _mutated(data, most, Random(seed), change, atheris.Mutate)

    limits = [f"-rss_limit_mb={_MOST_MEGABYTES}", f"-timeout={_HANG * 3}", f"-max_total_time={seconds}"]
    limits += [
        f"-max_len={_MOST_BYTES}",
        "-len_control=0",
        "-print_final_stats=1",
        f"-artifact_prefix={found}/{target}-",
    ]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], one, custom_mutator=mutated)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mutated(
    data: bytes, most: int, rng: Random, change: Callable[[bytes, Random], bytes], plain: Callable[[bytes, int], bytes]
) -> bytes:
    """An input changed once or a few times in its form, or, seldom, as bytes."""
    if rng.random() < 0.1:
        return bytes(plain(data, most))
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = change(data, rng)
    return data[:most]


def _keep(target: str, found: Path, known: set[str], data: bytes, error: BaseException) -> None:
    """Keep an input, once for each place and kind of error."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "seatsim" in frame.filename] or frames
    what = re.sub(r"\W+", "-", str(error).split(":")[0])[:40] if type(error).__name__ == "Finding" else ""
    where = f"{Path(ours[-1].filename).stem}-{ours[-1].name}"
    name = f"{target}-{type(error).__name__}-{where}-{what}"
    if f"{name}.case" in known:
        return
    known.add(f"{name}.case")
    (found / f"{name}.case").write_bytes(data)
    told = io.StringIO()
    traceback.print_exception(error, file=told)
    (found / f"{name}.txt").write_text(told.getvalue(), encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
