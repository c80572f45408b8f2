import { batch } from "../support/events";
import { twoColours } from "../support/images";
import { makeHandler } from "../support/invoke";
import { recorded } from "../support/recorded";

let image: string;

beforeAll(async () => {
  image = (await twoColours()).toString("base64");
});

const failed = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((number) => ({ itemIdentifier: `message-${number}` })),
});

test("a batch that is all fine keeps no message", async () => {
  const { batch: handle, log } = makeHandler(recorded("001").body);
  expect(await handle(batch(Array.from({ length: 10 }, () => ({ image }))))).toEqual(failed());
  expect(log).toHaveLength(10);
});

test("only the messages that failed are given back, poison among them, so that none is lost", async () => {
  const { batch: handle, log } = makeHandler(recorded("001").body);
  const bodies = [{ image }, "not JSON", { image }, { image: "AAAA" }, { url: "https://127.0.0.1/" }];
  const { batchItemFailures } = await handle(batch(bodies));
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
    "message-2",
    "message-4",
    "message-5",
  ]);
  const outcomes = log.map(({ messageId, code = "classified" }) => `${messageId} ${code}`);
  expect(outcomes.sort()).toEqual([
    "message-1 classified",
    "message-2 invalid-event",
    "message-3 classified",
    "message-4 unsupported-image",
    "message-5 forbidden-target",
  ]);
});

test("an endpoint that fails gives back every message", async () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  const { batchItemFailures } = await makeHandler(denied).batch(batch([{ image }, { image }, { image }]));
  expect(batchItemFailures).toHaveLength(3);
});

test("nobody reads the answer, so the best class stands in the log, and no more of the image than its size", async () => {
  const { batch: handle, log } = makeHandler(recorded("001").body, { CLASS_LABELS: "dog-breeds" });
  await handle(batch([{ image }]));
  expect(log[0]).toMatchObject({
    kind: "queue",
    messageId: "message-1",
    best: { index: 13, label: "Basenji", probability: expect.any(Number) as number },
    imageBytes: Buffer.from(image, "base64").length,
  });
  expect(JSON.stringify(log)).not.toContain(image.slice(0, 40));
});

test("from a FIFO queue nothing is taken after the first failure", async () => {
  const { batch: handle, log } = makeHandler(recorded("001").body);
  const bodies = [{ image }, "not JSON", { image }, { image }];
  expect(await handle(batch(bodies, "photos.fifo"))).toEqual(failed(2, 3, 4));
  expect(log.map(({ messageId }) => messageId)).toEqual(["message-1", "message-2"]);
});

test("messages for which no time is left are given back unbegun", async () => {
  const { batch: handle, log } = makeHandler(recorded("001").body);
  const almostOver = { awsRequestId: "r", getRemainingTimeInMillis: () => 1200 };
  expect((await handle(batch([{ image }, { image }]), almostOver)).batchItemFailures).toHaveLength(2);
  expect(log.map(({ code }) => code)).toEqual(["out-of-time", "out-of-time"]);
});
