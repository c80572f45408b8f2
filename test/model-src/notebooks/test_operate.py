import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aws_stand_in import EXECUTION, StandIn, aws_stand_in
from interpreters import PHOTO, SOURCE
from serving import DEMO_MODEL, Server, serving

NOTEBOOKS = SOURCE / "notebooks"
NAMES = {
    "stateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:training",
    "endpointName": "dogs",
    "modelParameter": "/dogs/model",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Server]:
    with serving(DEMO_MODEL) as server:
        server.wait_until_healthy()
        yield server


@pytest.fixture
def aws(endpoint: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    """The stand-in, with this process set up as a notebook instance: settings and photo in the working folder."""
    with aws_stand_in(endpoint.port) as server:
        variables = {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
        }
        for name, value in (variables | {"AWS_CONFIG_FILE": str(tmp_path / "none"), "AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.syspath_prepend(str(NOTEBOOKS))
        monkeypatch.chdir(tmp_path)
        (tmp_path / "mlops-settings.json").write_text(json.dumps(NAMES))
        shutil.copy(PHOTO, tmp_path / "photo.jpg")
        yield server


def run_cells() -> dict[str, Any]:
    """Every code cell in order, in one namespace, as Jupyter runs them. Only the pause between two looks is shortened."""
    notebook = json.loads((NOTEBOOKS / "operate.ipynb").read_text())
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"]).replace("poll_seconds=30", "poll_seconds=0.01")
            exec(compile(source, cell["id"], "exec"), names)  # noqa: S102 - it is the notebook that is under test
    return names


def test_the_cells_train_show_the_metrics_and_invoke_the_endpoint(aws: StandIn, capsys: pytest.CaptureFixture[str]):
    names = run_cells()
    assert names["execution"] == EXECUTION
    assert names["finished"]["status"] == "SUCCEEDED"
    assert names["metrics"] == {"dogs-1": {"test_accuracy": 0.75}}
    assert names["model"] == "s3://store/models/1/model.tar.gz"
    assert len(names["scores"]) == 133
    printed = capsys.readouterr().out
    assert "test_accuracy        0.7500" in printed
    top = max(range(133), key=lambda index: names["scores"][index])
    assert f"class {top}\n" in printed
    actions = [action for action, _ in aws.calls]
    assert actions[0] == "AWSStepFunctions.StartExecution"
    assert actions.count("AWSStepFunctions.DescribeExecution") == 3
    assert aws.calls[0][1]["stateMachineArn"] == NAMES["stateMachineArn"]
    assert aws.calls[-1] == ("/endpoints/dogs/invocations", {"content_type": "image/jpeg", "bytes": PHOTO.stat().st_size})


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_pipeline_that_ends_without_a_model_stops_the_notebook_with_the_cause(aws: StandIn, status: str):
    aws.statuses = ["RUNNING", status]
    with pytest.raises(Exception, match=f"ended as {status}: AlgorithmError: exit code 2"):
        run_cells()
    assert not any(action.startswith("/endpoints/") for action, _ in aws.calls)


def test_waiting_has_an_end(aws: StandIn):
    import notebook_support

    aws.statuses = ["RUNNING"]
    with pytest.raises(notebook_support.PipelineError, match="still RUNNING"):
        notebook_support.wait_for_pipeline(EXECUTION, poll_seconds=0.01, timeout_seconds=0.05)


def test_a_setting_that_is_missing_is_named_with_where_it_belongs(aws: StandIn, tmp_path: Path):
    (tmp_path / "mlops-settings.json").unlink()
    with pytest.raises(ValueError, match=r"state_machine_arn is not set.*STATE_MACHINE_ARN"):
        run_cells()
    assert aws.calls == []


def test_an_image_of_another_kind_is_refused_before_it_is_sent(aws: StandIn):
    import notebook_support

    with pytest.raises(ValueError, match="should end with"):
        notebook_support.classify(notebook_support.Settings.load(), Path("photo.gif"))
    assert aws.calls == []


def test_the_committed_notebook_holds_no_output():
    notebook = json.loads((NOTEBOOKS / "operate.ipynb").read_text())
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 6
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
