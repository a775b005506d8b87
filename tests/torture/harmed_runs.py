"""Runs whose disk fails, or that are killed or interrupted, at every change they make to the disk.

``python tests/torture/harmed_runs.py [--set] [kill|full|broken|read-only|once|interrupt|terminate|"hang up" …]`` prints
how many changes were tried of each harm and how many ended well; it exits with 1 where one did not. Every trial begins
with an older results folder in place, and ends with ``--resume`` and the digest of the run that nobody disturbs.
``--set`` runs three counties.
"""

from __future__ import annotations

import errno
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from warm import Ended, Harm, Torment, Warm
from whole import digest_of, moments, one_line

from interrupted import Case
from many_counties import some, write_folder, write_scenario

_FUTURES, _HORIZON = 21, 2021
_OLD_SEED, _SEED = "1", "2"
_PROCESS = re.compile(r"\.\d+(\.part)?$")


@dataclass(frozen=True)
class Kind:
    """One kind of harm."""

    harm: Harm
    number: int
    """Of the error or the signal."""
    codes: tuple[int, ...]
    """Exit codes that are right where it is felt."""
    says: str
    """What is said then."""
    tidy: bool = True
    """Whether nothing but results and an unfinished run may be left."""

    def touches(self, change: str) -> bool:
        """Whether a change can feel it: a full disk lets files be moved and deleted."""
        return self.harm is not Harm.FULL or not change.startswith(("move", "delete"))


KINDS: Mapping[str, Kind] = {
    "kill": Kind(Harm.KILL, 0, (-signal.SIGKILL,), "", tidy=False),
    "full": Kind(Harm.FULL, errno.ENOSPC, (2,), "the disk is full"),
    "broken": Kind(Harm.BROKEN, errno.EIO, (1, 2), "Input/output error", tidy=False),
    "read-only": Kind(Harm.BROKEN, errno.EROFS, (1, 2), "the disk is read-only", tidy=False),
    "once": Kind(Harm.ONCE, errno.EIO, (1, 2), "Input/output error", tidy=False),
    "interrupt": Kind(Harm.SIGNAL, signal.SIGINT, (130,), "interrupted"),
    "terminate": Kind(Harm.SIGNAL, signal.SIGTERM, (130,), "interrupted"),
    "hang up": Kind(Harm.SIGNAL, signal.SIGHUP, (130,), "interrupted"),
}


@dataclass(frozen=True)
class Trial:
    """One run that was harmed."""

    change: str
    """At which change."""
    felt: bool
    """Whether it ended otherwise than undisturbed."""
    wrong: str
    """What was wrong; empty: nothing."""


class Trials:
    """A working folder in which an older run stands, to be run anew and harmed."""

    def __init__(self, folder: Path, warm: Warm, many: bool = False) -> None:
        """``many`` : run three counties, not one."""
        self._warm, self._many = warm, many
        self._place, self._kept = folder / "place", folder / "kept"
        self._place.mkdir(parents=True)
        if many:
            write_folder(self._place / "county", some(3))
            (self._place / "scenarios").mkdir()
            write_scenario(self._place / "scenarios" / "base.toml", "../county", 2022, 4)
            self.case = Case(self._place, 4, 2022)
        else:
            self.case = Case.make(self._place, _FUTURES, _HORIZON)
        self.ran(seed=_OLD_SEED)
        self.old = self._digest()
        shutil.copytree(self._place, self._kept)
        self.changes = self.ran(Torment(self._place)).changes
        self.new = self._digest()
        self.moments = moments(self.changes)

    def fresh(self) -> None:
        """Put the older run back, and nothing else."""
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._kept, self._place)

    def harmed(self, kind: Kind, at: int) -> Trial:
        """Run with one harm at one change, judge what it left, go on and judge again."""
        self.fresh()
        ended = self.ran(Torment(self._place, at, kind.harm, kind.number))
        wrong = [*self.wrong(ended, kind), *self.wrong_in_the_end()]
        return Trial(self.changes[at - 1], ended.code != 0, "; ".join(wrong))

    def files(self) -> list[tuple[str, int]]:
        """Each file and folder that a run changes, and which change to it is its first write, or its move."""
        found: dict[str, int] = {}
        steps = [change.split(" ", 1) for change in self.changes]
        for kind, path in steps:
            if path.strip() and path not in found and not _PROCESS.search(path) and not path.startswith("/.out.old/"):
                own = [k for k, other in steps if other == path or other.startswith(f"{path}/")]
                wanted = "write" if "write" in own and kind == "open" else "move"
                found[path] = own.index(wanted) + 1 if wanted in own else len(own)
        return [*found.items()]

    def one_after_another(self, kind: Kind) -> Iterator[Trial]:
        """Harm a run at a file, go on with it and harm that run at the next file, and so on; then let it finish."""
        self.fresh()
        for file, at in self.files():
            ended = self.ran(Torment(self._place / file[1:], at, kind.harm, kind.number), resume=True)
            yield Trial(file, ended.code != 0, "; ".join(self.wrong(ended, kind)))
        yield Trial("the end", felt=False, wrong="; ".join(self.wrong_in_the_end()))

    def wrong(self, ended: Ended, kind: Kind) -> Iterator[str]:
        """What a harmed run has left or said that it must not."""
        try:
            found = self._digest()
            if found is None and kind.harm is Harm.KILL:
                found = digest_of(self._place / ".out.old")
            if found not in (self.old, self.new):
                yield f"results lost: {self.case.names()}"
            if not ended.code and found != self.new:
                yield "0 without results"
        except (AssertionError, OSError, ValueError) as error:
            yield f"not whole: {error!r}"
        if ended.code and ended.code not in kind.codes:
            yield f"exit code {ended.code}"
        if ended.code > 0 and not (one_line(ended.err) and kind.says in ended.err):
            yield f"said {ended.err!r}"
        if kind.tidy and not {*self.case.names()} <= {"out", "out.unfinished"}:
            yield f"left {self.case.names()}"

    def wrong_in_the_end(self) -> Iterator[str]:
        """What is wrong when the run has been gone on with, undisturbed."""
        on = self.ran(resume=True)
        if on.code or self._digest() != self.new or self.case.names() != ["out"]:
            yield f"afterwards: {on.code} {on.err.strip()} {self.case.names()}"

    def ran(self, torment: Torment | None = None, seed: str = _SEED, resume: bool = False) -> Ended:
        """Run to the end."""
        size = "2" if self._many else "1"
        options = ["--jobs", "1", "--block", size, "--quiet", "--seed", seed, *(["--resume"] if resume else [])]
        return self._warm.run(self.case.command("out", *options), torment or Torment())

    def _digest(self) -> str | None:
        return digest_of(self._place / "out")


def main(args: Sequence[str]) -> int:
    """Harm a run at every change, in every way that is named; all ways where none is."""
    bad = 0
    names = [name for name in args if name != "--set"] or [*KINDS]
    with tempfile.TemporaryDirectory() as folder, Warm() as warm:
        trials = Trials(Path(folder).resolve(), warm, many="--set" in args)
        print(f"{len(trials.changes)} changes, {len(trials.moments)} tried of them", flush=True)
        for name in names:
            kind = KINDS[name]
            found = [trials.harmed(kind, at) for at in trials.moments if kind.touches(trials.changes[at - 1])]
            wrong = [trial for trial in found if trial.wrong]
            for trial in wrong:
                print(f"  {name} at {trial.change}: {trial.wrong}")
            felt = sum(trial.felt for trial in found)
            print(f"{name}: {len(found)} tried, {felt} felt, {len(wrong)} ended badly", flush=True)
            bad += len(wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
