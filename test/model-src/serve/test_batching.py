import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from interpreters import SOURCE, interpreter


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    session = Path(__file__).resolve().parents[1] / "batching_session.py"
    done = subprocess.run(
        [interpreter("serve"), str(session)], env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_an_image_alone_does_not_wait_for_others(report: dict[str, Any]):
    assert report["alone"]["answered"] == [7]
    assert report["alone"]["batches"] == [1]
    assert report["alone"]["seconds"] < 1, "the delay was 2 s"


def test_what_arrives_while_others_are_computed_is_the_next_batch_and_each_gets_its_own_answer(report: dict[str, Any]):
    assert report["busy"]["batches"] == [1, 7]
    assert report["busy"]["answered"] == [[100], *([number] for number in range(7))]


@pytest.mark.parametrize(("name", "batches"), [("busy, at most 3", [1, 3, 3, 1]), ("busy, each alone", [1] * 8)])
def test_a_batch_is_at_most_as_large_as_was_set(report: dict[str, Any], name: str, batches: list[int]):
    assert report[name]["batches"] == batches
    assert report[name]["answered"] == [[100], *([number] for number in range(7))]


def test_an_image_waits_for_one_that_is_being_decoded(report: dict[str, Any]):
    assert report["other arrives"]["batches"] == [2]
    assert 0.05 < report["other arrives"]["seconds"] < 1, "as long as it took, not the 2 s that were allowed"


def test_it_waits_no_longer_than_was_set(report: dict[str, Any]):
    late = report["other does not arrive"]
    assert (late["answered"], late["batches"]) == ([1], [1])
    assert 0.25 < late["seconds"] < 1
    assert report["no delay"]["batches"] == [1]
    assert report["no delay"]["seconds"] < 0.25


def test_an_error_reaches_those_of_its_batch_and_the_next_are_answered(report: dict[str, Any]):
    assert report["error"] == {"error": "negative", "then": [3]}


def test_a_request_with_more_images_than_a_batch_is_computed_in_parts(report: dict[str, Any]):
    assert report["large"]["answered"] == list(range(10))
    assert sum(report["large"]["batches"]) == 10
    assert max(report["large"]["batches"]) == 4
