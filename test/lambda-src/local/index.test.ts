import { SageMakerRuntimeClient, InvokeEndpointCommand } from "@aws-sdk/client-sagemaker-runtime";
import { createLocalRunner, invokeLocally } from "../../../lambda-src/local";
import { startRuntimeFront } from "../../../lambda-src/local/runtime-front";
import { twoColours } from "../support/images";
import { errorOf } from "../support/invoke";
import { recorded } from "../support/recorded";
import { serve, serveContainer, type LocalServer, type StubContainer } from "../support/servers";

let photos: LocalServer;
let container: StubContainer;
let image: string;

beforeAll(async () => {
  const photo = await twoColours();
  image = photo.toString("base64");
  photos = await serve((_, response) => response.end(photo));
  container = await serveContainer(recorded("002").body);
});

afterAll(async () => {
  await photos.close();
  await container.close();
});

test("one call runs the real handler with a photo's URL and leaves nothing open", async () => {
  const event = { url: `${photos.origin}/dog.jpg` };
  const response = await invokeLocally({ endpointUrl: container.origin, photoOrigin: photos.origin, event });
  expect(response).toEqual(recorded("002"));
});

test("a runner serves many invocations", async () => {
  const runner = await createLocalRunner({ endpointUrl: container.origin });
  const responses = await Promise.all(Array.from({ length: 5 }, () => runner.invoke({ image })));
  await runner.close();
  expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
});

test("without a photo origin loopback stays forbidden, and nothing arrives there", async () => {
  const before = photos.connections();
  const environments: Record<string, string>[] = [
    {},
    { ALLOW_HTTP: "true" },
    { ALLOW_HTTP: "true", ALLOWED_HOSTS: "127.0.0.1" },
  ];
  for (const environment of environments) {
    const event = { url: `${photos.origin}/dog.jpg`, photoOrigin: photos.origin };
    const response = await invokeLocally({ endpointUrl: container.origin, environment, event });
    expect(errorOf(response).code).toBe("forbidden-target");
  }
  expect(photos.connections()).toBe(before);
});

test("with a photo origin every other loopback port stays forbidden", async () => {
  const other = await serve((_, response) => response.end("secret"));
  const event = { url: `${other.origin}/` };
  const response = await invokeLocally({ endpointUrl: container.origin, photoOrigin: photos.origin, event });
  await other.close();
  expect(errorOf(response).code).toBe("forbidden-target");
  expect(other.connections()).toBe(0);
});

test("wrong options are errors that say what is expected", async () => {
  const event = { image };
  const environment = { IMAGE_MODE: "big" };
  await expect(invokeLocally({ endpointUrl: container.origin, event, environment })).rejects.toThrow(
    "IMAGE_MODE",
  );
  const photoOrigin = "http://localhost:1";
  await expect(invokeLocally({ endpointUrl: container.origin, event, photoOrigin })).rejects.toThrow(
    "photoOrigin",
  );
  await expect(invokeLocally({ endpointUrl: "localhost:8080", event })).rejects.toThrow(
    'endpointUrl is "localhost:8080"; expected the container\'s base URL, such as http://127.0.0.1:8080.',
  );
});

describe("the SageMaker Runtime front", () => {
  const options = {
    region: "us-east-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "LOCAL", secretAccessKey: "local" },
  };
  const invoke = async (name: string, containerUrl: string) => {
    const front = await startRuntimeFront("breeds", containerUrl);
    const client = new SageMakerRuntimeClient({ ...options, endpoint: front.url });
    const command = new InvokeEndpointCommand({
      EndpointName: name,
      Body: Buffer.from("x"),
      ContentType: "image/jpeg",
    });
    const outcome = await client.send(command).then(
      ({ Body }) => Buffer.from(Body ?? []).toString(),
      (error: Error & { OriginalStatusCode?: number }) => ({
        name: error.name,
        original: error.OriginalStatusCode,
      }),
    );
    client.destroy();
    await front.close();
    return outcome;
  };

  test("forwards body and type to the container's /invocations", async () => {
    expect(await invoke("breeds", container.origin)).toBe(recorded("002").body);
    expect(container.requests.at(-1)).toEqual({ contentType: "image/jpeg", body: Buffer.from("x") });
  });

  test("turns a container's error into the API's ModelError with the container's status", async () => {
    const broken = await serve((request, response) => {
      request.resume().on("end", () => response.writeHead(415).end("no"));
    });
    expect(await invoke("breeds", broken.origin)).toEqual({ name: "ModelError", original: 415 });
    await broken.close();
  });

  test("knows one endpoint only", async () => {
    expect(await invoke("other", container.origin)).toMatchObject({ name: "ValidationError" });
  });

  test("refuses an unsigned request and other paths", async () => {
    const front = await startRuntimeFront("breeds", container.origin);
    const unsigned = await fetch(`${front.url}/endpoints/breeds/invocations`, { method: "POST", body: "x" });
    const elsewhere = await fetch(`${front.url}/endpoints/breeds/secrets`, { method: "POST", body: "x" });
    await front.close();
    expect([unsigned.status, elsewhere.status]).toEqual([403, 404]);
  });
});
