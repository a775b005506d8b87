"""The main job still computes what it computed."""

import json

from combined_plan import GOLDEN, compute


def test_the_main_job_computes_what_it_did() -> None:
    assert compute() == json.loads(GOLDEN.read_text(encoding="utf-8"))
