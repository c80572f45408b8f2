"""A local server that speaks the few AWS calls of the notebook; images go on to a real inference server."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EXECUTION = "arn:aws:states:eu-west-1:111122223333:execution:training:notebook-1"


class StandIn(ThreadingHTTPServer):
    """``statuses``: what DescribeExecution answers, one call after the other; the last one stays."""

    def __init__(self, inference_port: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.inference_port = inference_port
        self.statuses = ["RUNNING", "RUNNING", "SUCCEEDED"]
        self.calls: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((action, request))
        match action:
            case "AWSStepFunctions.StartExecution":
                return {"executionArn": EXECUTION, "startDate": 0}
            case "AWSStepFunctions.DescribeExecution":
                status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
                return {"executionArn": EXECUTION, "status": status, "error": "AlgorithmError", "cause": "exit code 2"}
            case "AWSStepFunctions.GetExecutionHistory":
                return {"events": [self.event(1, "createTrainingJob.sync"), self.event(2, "putParameter")]}
            case "AmazonSSM.GetParameter":
                return {"Parameter": {"Name": request["Name"], "Value": "s3://store/models/1/model.tar.gz"}}
        raise KeyError(action)

    @staticmethod
    def event(number: int, resource: str) -> dict[str, Any]:
        job = {"TrainingJobName": "dogs-1", "FinalMetricDataList": [{"MetricName": "test_accuracy", "Value": 0.75, "Timestamp": 0}]}
        details = {"resourceType": "sagemaker", "resource": resource, "output": json.dumps(job) if number == 1 else "{}"}
        return {"id": number, "timestamp": 0, "type": "TaskSucceeded", "taskSucceededEventDetails": details}


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/endpoints/"):
            self.server.calls.append((self.path, {"content_type": self.headers["Content-Type"], "bytes": len(body)}))
            connection = http.client.HTTPConnection("127.0.0.1", self.server.inference_port, timeout=20)
            connection.request(
                "POST", "/invocations", body, {"Content-Type": self.headers["Content-Type"], "Accept": self.headers["Accept"]}
            )
            answer = connection.getresponse()
            self.reply(answer.status, answer.read())
            connection.close()
            return
        try:
            self.reply(200, json.dumps(self.server.answer(self.headers.get("X-Amz-Target", "none"), json.loads(body))).encode())
        except KeyError as unknown:
            self.reply(
                400, json.dumps({"__type": "UnknownOperationException", "message": f"the stand-in does not know {unknown}"}).encode()
            )

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def aws_stand_in(inference_port: int) -> Iterator[StandIn]:
    with StandIn(inference_port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
