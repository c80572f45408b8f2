"""What the cells of operate.ipynb call: short functions over the AWS clients, so that the notebook reads as a story.

Only botocore is needed, which is on every notebook instance (boto3 is made of it). Region, credentials and, for a local stand-in,
``AWS_ENDPOINT_URL`` come from the environment as usual.
"""

import json
import os
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.session
from botocore.client import BaseClient

SETTINGS_FILE = "mlops-settings.json"
FINAL_STATES = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}
CONTENT_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class PipelineError(Exception):
    """The execution ended without a model; the message holds its state, error and cause."""


@dataclass(frozen=True)
class Settings:
    """What this notebook operates. Empty strings stand for what is not deployed."""

    state_machine_arn: str
    endpoint_name: str
    model_parameter: str

    @classmethod
    def load(cls, folder: Path | None = None) -> "Settings":
        """From ``mlops-settings.json`` beside the notebook, which the instance's start writes; environment variables win over it."""
        file = (folder or Path.cwd()) / SETTINGS_FILE
        values: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        names = {"state_machine_arn": "stateMachineArn", "endpoint_name": "endpointName", "model_parameter": "modelParameter"}
        return cls(**{field: os.environ.get(field.upper(), values.get(name, "")) for field, name in names.items()})

    def need(self, field: str) -> str:
        """The setting ``field``; ValueError saying where it is set when it is empty."""
        value: str = getattr(self, field)
        if not value:
            raise ValueError(
                f"{field} is not set: it should stand in {SETTINGS_FILE} beside the notebook, or in the variable {field.upper()}"
            )
        return value


def client(service: str) -> BaseClient:
    return botocore.session.get_session().create_client(service)


def start_pipeline(settings: Settings, parameters: dict[str, Any] | None = None) -> str:
    """Start one execution of the training pipeline; ``parameters`` override its defaults. Returns the execution's ARN."""
    started = client("stepfunctions").start_execution(
        stateMachineArn=settings.need("state_machine_arn"), name=f"notebook-{uuid.uuid4().hex[:12]}", input=json.dumps(parameters or {})
    )
    return started["executionArn"]


def wait_for_pipeline(execution_arn: str, poll_seconds: float = 30, timeout_seconds: float = 24 * 3600) -> dict[str, Any]:
    """Wait until the execution has ended, with a line for each new state. PipelineError unless it succeeded."""
    states = client("stepfunctions")
    end = time.monotonic() + timeout_seconds
    shown = None
    while True:
        execution = states.describe_execution(executionArn=execution_arn)
        status = execution["status"]
        if status != shown:
            sys.stdout.write(f"{time.strftime('%H:%M:%S')} {status}\n")
            shown = status
        if status in FINAL_STATES:
            break
        if time.monotonic() > end:
            raise PipelineError(f"{execution_arn} is still {status} after {timeout_seconds:.0f} s; it goes on")
        time.sleep(poll_seconds)
    if status != "SUCCEEDED":
        raise PipelineError(
            f"{execution_arn} ended as {status}: {execution.get('error', 'no error name')}: {execution.get('cause', 'no cause')}"
        )
    return execution


def training_metrics(execution_arn: str) -> dict[str, dict[str, float]]:
    """Training job -> metric -> last value, for the training jobs that the execution ran to their end."""
    pages = client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    found: dict[str, dict[str, float]] = {}
    for event in (event for page in pages for event in page["events"] if event["type"] == "TaskSucceeded"):
        details = event["taskSucceededEventDetails"]
        if not details["resource"].startswith("createTrainingJob"):
            continue
        job = json.loads(details["output"])
        # The state machine's copy of DescribeTrainingJob: written with capital letters, as the API writes it.
        found[job["TrainingJobName"]] = {metric["MetricName"]: metric["Value"] for metric in job.get("FinalMetricDataList", [])}
    return found


def model_uri(settings: Settings) -> str:
    """Where the pipeline's last state says that the model is: an S3 URI."""
    return client("ssm").get_parameter(Name=settings.need("model_parameter"))["Parameter"]["Value"]


def classify(settings: Settings, image: Path) -> list[float]:
    """The endpoint's scores for one image file, in the order of the labels."""
    content_type = CONTENT_TYPES.get(image.suffix.lower())
    if content_type is None:
        raise ValueError(f"{image}: its name should end with {', '.join(CONTENT_TYPES)}")
    answer = client("sagemaker-runtime").invoke_endpoint(
        EndpointName=settings.need("endpoint_name"), ContentType=content_type, Accept="application/json", Body=image.read_bytes()
    )
    return json.loads(answer["Body"].read())[0]


def best(scores: list[float], count: int = 5, labels: list[str] | None = None) -> list[tuple[str, float]]:
    """The ``count`` classes with the highest scores, best first."""
    order = sorted(range(len(scores)), key=lambda index: -scores[index])[:count]
    return [(labels[index] if labels else f"class {index}", scores[index]) for index in order]
