import { request } from "undici";

/** Sends one call and returns how it ended. It never throws: what fails is counted. */
export type Send = () => Promise<CallEnd>;

export interface CallEnd {
  readonly ok: boolean;
  /** HTTP status, or the error's name. */
  readonly status: string;
}

export interface Payload {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** A container's `/invocations` on this machine, or a function URL. */
export function httpTarget(url: string, { body, contentType }: Payload, timeoutMilliseconds: number): Send {
  return ended(async () => {
    const response = await request(url, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    await response.body.dump();
    return { ok: response.statusCode < 400, status: String(response.statusCode) };
  });
}

/** A SageMaker endpoint, with the credentials and the region of the environment. */
export async function endpointTarget(
  name: string,
  { body, contentType }: Payload,
  timeoutMilliseconds: number,
): Promise<Send> {
  const { InvokeEndpointCommand, SageMakerRuntimeClient } = await import("@aws-sdk/client-sagemaker-runtime");
  // The first answer is what is measured: no tries behind it.
  const client = new SageMakerRuntimeClient({ maxAttempts: 1 });
  return ended(async () => {
    const command = new InvokeEndpointCommand({ EndpointName: name, ContentType: contentType, Body: body });
    await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMilliseconds) });
    return { ok: true, status: "200" };
  });
}

/** A Lambda function or its alias (`name:live`), with the credentials and the region of the environment. */
export async function functionTarget(
  name: string,
  { body }: Payload,
  timeoutMilliseconds: number,
): Promise<Send> {
  const { InvokeCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const client = new LambdaClient({ maxAttempts: 1 });
  return ended(async () => {
    const command = new InvokeCommand({ FunctionName: name, Payload: body });
    const answer = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMilliseconds) });
    return {
      ok: answer.FunctionError === undefined,
      status: answer.FunctionError ?? String(answer.StatusCode),
    };
  });
}

function ended(send: Send): Send {
  return async () => {
    try {
      return await send();
    } catch (error) {
      return { ok: false, status: (error as Error).name };
    }
  };
}
