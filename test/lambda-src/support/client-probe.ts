/** One call of the local runner's client to a local server; prints how the client signed it. Run by client.test.ts. */
import { InvokeEndpointCommand } from "@aws-sdk/client-sagemaker-runtime";
import { createLocalClient } from "../../../lambda-src/local/client";
import { serve } from "./servers";

async function main(): Promise<void> {
  const front = await serve((request, response) => {
    process.stdout.write(request.headers.authorization ?? "unsigned");
    request.resume().on("end", () => response.end("[[1]]"));
  });
  const client = createLocalClient(front.origin);
  await client.send(new InvokeEndpointCommand({ EndpointName: "local", Body: Buffer.from("x") }));
  client.destroy();
  await front.close();
}

void main();
