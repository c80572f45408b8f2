/** What the deployed entry writes, read from the standard output of a process of its own. */
import { startRuntimeFront, type RuntimeFront } from "../../../../lambda-src/local/runtime-front";
import { batch, functionUrl } from "../../support/events";
import { twoColours } from "../../support/images";
import { recorded } from "../../support/recorded";
import { runEntry, type EntryRun } from "../../support/run-entry";
import { serveContainer, type StubContainer } from "../../support/servers";

let container: StubContainer;
let front: RuntimeFront;
let image: string;

beforeAll(async () => {
  image = (await twoColours("png")).toString("base64");
  container = await serveContainer(recorded("001").body);
  front = await startRuntimeFront("breeds", container.origin);
});

afterAll(async () => {
  await front.close();
  await container.close();
});

const sampled = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
const unsampled = sampled.replace("Sampled=1", "Sampled=0");

type Line = Record<string, unknown>;
const logs = ({ lines }: EntryRun) => lines.filter((line) => !("_aws" in line));
const metrics = ({ lines }: EntryRun) => lines.filter((line) => "_aws" in line);

describe("of calls that end in all ways", () => {
  let run: EntryRun;

  beforeAll(async () => {
    const url = "https://user:hunter2@images.example/dog.jpg?X-Amz-Signature=topsecret&token=topsecret";
    const events: unknown[] = [
      { image },
      { image: "AAAA" },
      { url },
      { url: "https://nowhere.invalid/dog.jpg?X-Amz-Signature=topsecret" },
      functionUrl(JSON.stringify({ url: "s3://secret-bucket/dog.jpg" }), {
        headers: { authorization: "Bearer topsecret", cookie: "session=topsecret" },
      }),
      batch([{ image }, "topsecret"]),
      { image, asynchronous: true, top: "topsecret" },
    ];
    run = await runEntry(
      front.url,
      events.map((event) => ({ event })),
    );
  }, 60_000);

  test("each classification is one line of JSON, with its request, outcome and times", () => {
    expect(logs(run)).toHaveLength(8);
    expect(logs(run)[0]).toMatchObject({
      level: "INFO",
      message: "classified",
      service: "dog-breeds",
      requestId: "request-1",
      kind: "direct",
      statusCode: 200,
      source: "image",
      imageBytes: Buffer.from(image, "base64").length,
      payloadBytes: expect.any(Number) as number,
      endpointAttempts: 1,
      timings: {
        prepare: expect.any(Number) as number,
        endpoint: expect.any(Number) as number,
        total: expect.any(Number) as number,
      },
      coldStart: true,
    });
    expect(
      logs(run)
        .slice(1)
        .map(({ message, kind, coldStart }) => [message, kind, coldStart]),
    ).toEqual([
      ["unsupported-image", "direct", false],
      ["forbidden-target", "direct", false],
      ["image-unreachable", "direct", false],
      ["forbidden-target", "http", false],
      ["invalid-event", "queue", false],
      ["classified", "queue", false],
      ["invalid-event", "asynchronous", false],
    ]);
  });

  test("nothing of an image, a query, a credential or an event is in it", () => {
    expect(run.output).not.toMatch(/topsecret|hunter2|X-Amz-Signature|secret-bucket|dog\.jpg/);
    expect(run.output).not.toContain(image.slice(0, 24));
    for (const credential of ["AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "IQoJb3JpZ2luX2VjEXAMPLETOKEN"]) {
      expect(run.output).not.toContain(credential);
    }
  });

  test("each invocation sends its metrics in CloudWatch's embedded format, zeros included", () => {
    expect(metrics(run)).toHaveLength(7);
    const [first, second] = metrics(run) as [Line, Line];
    const { CloudWatchMetrics: directives } = first._aws as { CloudWatchMetrics: Line[] };
    expect(directives).toHaveLength(1);
    expect(directives[0]).toMatchObject({ Namespace: "ClassifierFunction", Dimensions: [["service"]] });
    const units = (directives[0]?.Metrics as { Name: string; Unit: string }[]).map(({ Name, Unit }) => [
      Name,
      Unit,
    ]);
    expect(Object.fromEntries(units)).toEqual({
      Calls: "Count",
      RefusedCalls: "Count",
      FailedCalls: "Count",
      EndpointRetries: "Count",
      PrepareTime: "Milliseconds",
      EndpointTime: "Milliseconds",
    });
    expect(first).toMatchObject({
      service: "dog-breeds",
      Calls: 1,
      RefusedCalls: 0,
      FailedCalls: 0,
      EndpointRetries: 0,
    });
    expect(second).toMatchObject({ Calls: 1, RefusedCalls: 1, FailedCalls: 0 });
    // A batch is one invocation: its messages' values stand in one record.
    expect(metrics(run)[5]).toMatchObject({ Calls: [1, 1], RefusedCalls: [1, 0] });
  });

  test("X-Ray's SDK is not loaded where tracing is off", () => {
    expect(run.loadedXRay).toBe(false);
    expect(run.segments).toEqual([]);
  });
});

test("a failure of the endpoint is an error in the log, with its cause, retries and no text for the caller", async () => {
  container.respond = {
    status: 503,
    body: "overloaded: arn:aws:sagemaker:eu-west-1:123456789012:endpoint/breeds",
  };
  const run = await runEntry(front.url, [{ event: { image } }]);
  container.respond = { status: 200, body: recorded("001").body };
  expect(logs(run)).toMatchObject([
    {
      level: "ERROR",
      message: "endpoint-throttled",
      statusCode: 503,
      endpointAttempts: 3,
      cause: expect.stringContaining("ModelError") as string,
    },
  ]);
  expect(metrics(run)).toMatchObject([{ FailedCalls: 1, EndpointRetries: 2 }]);
  expect(JSON.stringify(run.responses)).not.toMatch(/overloaded|arn:aws/);
});

describe("with tracing", () => {
  const environment = { TRACING: "true" };

  test("a sampled call sends a subsegment for each step, under Lambda's own segment", async () => {
    const run = await runEntry(front.url, [{ event: { image }, trace: sampled }], environment);
    expect(run.segments.map(({ name }) => name)).toEqual(["prepare", "endpoint"]);
    for (const segment of run.segments) {
      expect(segment).toMatchObject({
        trace_id: "1-5759e988-bd862e3fe1be46a994272793",
        parent_id: "53995c3f42cd8ad8",
        type: "subsegment",
      });
    }
  });

  test("a step that failed is marked, without the error's words or the URL", async () => {
    const url = "https://nowhere.invalid/dog.jpg?token=topsecret";
    const run = await runEntry(front.url, [{ event: { url }, trace: sampled }], environment);
    expect(run.segments).toMatchObject([{ name: "download", fault: true }]);
    expect(JSON.stringify(run.segments)).not.toMatch(/nowhere|topsecret|dog\.jpg|stack/);
  });

  test("a call that is not sampled neither sends nor loads anything", async () => {
    const run = await runEntry(
      front.url,
      [{ event: { image }, trace: unsampled }, { event: { image } }],
      environment,
    );
    expect(run.segments).toEqual([]);
    expect(run.loadedXRay).toBe(false);
    expect(run.responses).toEqual([recorded("001"), recorded("001")]);
  });

  test("each sampled call's subsegments belong to its own trace", async () => {
    const other = sampled.replace("1-5759e988", "1-5759e999");
    const calls = [sampled, unsampled, other].map((trace) => ({ event: { image }, trace }));
    const run = await runEntry(front.url, calls, environment);
    expect(run.segments.map(({ trace_id: id }) => String(id).slice(0, 10))).toEqual([
      "1-5759e988",
      "1-5759e988",
      "1-5759e999",
      "1-5759e999",
    ]);
  });
});
