/** `npx ts-node lambda-src/local/cli.ts --endpoint-url URL (--url URL | --image PATH)`: one invocation, printed. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { invokeLocally } from ".";

const usage = `Runs the classifier function on this machine, against a container that serves POST /invocations.

  --endpoint-url URL    the container, such as http://127.0.0.1:8080 (required)
  --url URL             the photo's URL
  --image PATH          or: a photo on this machine
  --top K               the best K classes instead of all scores
  --photo-origin ORIGIN a loopback origin that --url may point to, such as http://127.0.0.1:8081`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "endpoint-url": { type: "string" },
      url: { type: "string" },
      image: { type: "string" },
      top: { type: "string" },
      "photo-origin": { type: "string" },
    },
  });
  const endpointUrl = values["endpoint-url"];
  if (endpointUrl === undefined || (values.url === undefined) === (values.image === undefined)) {
    throw new Error(`Expected --endpoint-url, and one of --url and --image.\n\n${usage}`);
  }
  const source =
    values.image === undefined ? { url: values.url } : { image: readFileSync(values.image, "base64") };
  const event = { ...source, ...(values.top !== undefined && { top: Number(values.top) }) };
  const response = await invokeLocally({ endpointUrl, event, photoOrigin: values["photo-origin"] });
  console.log(JSON.stringify(response, undefined, 2));
  process.exitCode = response.statusCode === 200 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
