"""The least that a function has to do which passes {"url": …} on to its endpoint: client made once, no checks."""

import json
import os

import boto3

client = boto3.client("sagemaker-runtime")


def handler(event, context):
    response = client.invoke_endpoint(
        EndpointName=os.environ["ENDPOINT_NAME"],
        ContentType="application/json",
        Accept="application/json",
        Body=json.dumps({"url": event["url"]}),
    )
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain", "Access-Control-Allow-Origin": "*"},
        "body": response["Body"].read().decode(),
    }
