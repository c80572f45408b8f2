"""AWS for a host under test: moto's server, which answers S3, Systems Manager and CloudWatch as AWS does."""

import datetime
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import requests
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
BUCKET = "store"
OUTPUT = "runs/1"
PARAMETER = "/mlops/host/ready"
NAMESPACE = "Mlops/Host"
CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


class Cloud:
    """Server and what a test puts there and finds there. ``port`` 0: a free one."""

    def __init__(self, port: int = 0) -> None:
        self.server = ThreadedMotoServer("127.0.0.1", port)
        self.server.start()
        address, number = self.server.get_host_and_port()
        self.url = f"http://{address}:{number}"
        self.s3 = self.client("s3")
        self.reset()

    def client(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients' types at run time
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **CREDENTIALS)

    def reset(self) -> None:
        """An empty bucket, and nothing else."""
        requests.post(f"{self.url}/moto-api/reset", timeout=10).raise_for_status()
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(self, key: str, content: bytes | str) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=content)

    def get(self, key: str) -> bytes:
        content: bytes = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    def objects(self, prefix: str = "") -> list[str]:
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]

    def checkpoints(self) -> list[str]:
        """Keys of the runs' states."""
        return [key for key in self.objects(f"{OUTPUT}/checkpoints/") if key.endswith("/state.pt")]

    def model(self) -> tarfile.TarFile:
        return tarfile.open(fileobj=io.BytesIO(self.get(f"{OUTPUT}/model.tar.gz")))

    def signals(self) -> list[dict[str, str]]:
        """What was put into the ready parameter, in order."""
        ssm = self.client("ssm")
        try:
            history = ssm.get_parameter_history(Name=PARAMETER)["Parameters"]
        except ssm.exceptions.ParameterNotFound:
            return []
        return [json.loads(entry["Value"]) for entry in history]

    def states(self) -> list[str]:
        return [signal["state"] for signal in self.signals()]

    def metrics(self) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
        """Names and dimensions in the host's namespace."""
        found = self.client("cloudwatch").list_metrics(Namespace=NAMESPACE)["Metrics"]
        return {(one["MetricName"], tuple((d["Name"], d["Value"]) for d in one["Dimensions"])) for one in found}

    def values(self, name: str, dimensions: dict[str, str] | None = None) -> list[float]:
        """The values of a metric of the last days, in order."""
        now = datetime.datetime.now(datetime.timezone.utc)
        found = self.client("cloudwatch").get_metric_statistics(
            Namespace=NAMESPACE,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in (dimensions or {}).items()],
            StartTime=now - datetime.timedelta(days=20),
            EndTime=now + datetime.timedelta(hours=1),
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        return [point["Sum"] for point in sorted(found, key=lambda point: point["Timestamp"])]


@contextmanager
def cloud(port: int = 0) -> Iterator[Cloud]:
    made = Cloud(port)
    try:
        yield made
    finally:
        made.server.stop()
