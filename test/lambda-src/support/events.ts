/** Events as AWS sends them, around a body. Sources: Lambda developer guide, the page of each of these services. */

/** A function URL's event; API Gateway's HTTP API sends the same (payload 2.0). */
export const functionUrl = (body: unknown, changes: Record<string, unknown> = {}, method = "POST") => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/",
  rawQueryString: "",
  headers: { "content-type": "application/json", accept: "*/*", "user-agent": "curl/8.5.0" },
  requestContext: {
    accountId: "anonymous",
    apiId: "abcdefghij",
    http: { method, path: "/", protocol: "HTTP/1.1", sourceIp: "203.0.113.9", userAgent: "curl/8.5.0" },
    requestId: "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
    stage: "$default",
  },
  body,
  isBase64Encoded: false,
  ...changes,
});

/** API Gateway's REST API (payload 1.0). */
export const restApi = (body: unknown, changes: Record<string, unknown> = {}, httpMethod = "POST") => ({
  resource: "/classify",
  path: "/classify",
  httpMethod,
  headers: { Accept: "*/*", "Content-Type": "application/json" },
  multiValueHeaders: { Accept: ["*/*"], "Content-Type": ["application/json"] },
  queryStringParameters: null,
  requestContext: { accountId: "123456789012", httpMethod, path: "/prod/classify", stage: "prod" },
  body,
  isBase64Encoded: false,
  ...changes,
});

/** A batch from SQS, one message for each body. */
export const batch = (bodies: readonly unknown[], queue = "photos") => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index + 1}`,
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1545082649183" },
    messageAttributes: {},
    md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
    awsRegion: "eu-west-1",
  })),
});
