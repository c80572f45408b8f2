import type { RequestListener, ServerResponse } from "node:http";
import {
  createObjectReader,
  type ObjectReader,
  type ObjectReaderOptions,
} from "../../../lambda-src/classify/objects";
import { objectOptions } from "./invoke";
import { serve, type LocalServer } from "./servers";
import { signatureProblem } from "./signature";

export interface LocalS3 extends LocalServer {
  /** `host path` of each request whose signature held. */
  readonly requests: string[];
  /** What the next request gets instead of its object. */
  readonly answers: RequestListener[];
  reader(options?: Partial<ObjectReaderOptions>): ObjectReader;
}

/** A server that answers a signed GET as S3 does: the object, or an error in XML. Keys are `host/path`. */
export async function serveS3(objects: Readonly<Record<string, Buffer>>): Promise<LocalS3> {
  const requests: string[] = [];
  const answers: RequestListener[] = [];
  const { secretAccessKey } = await objectOptions.identity.credentials();
  const server = await serve((request, response) => {
    const { method = "", url = "", headers } = request;
    const problem = signatureProblem({ method, target: url, headers }, secretAccessKey);
    if (problem !== undefined) return s3Error(response, 403, "SignatureDoesNotMatch", problem);
    requests.push(`${headers.host} ${url}`);
    const answer = answers.shift();
    if (answer) return answer(request, response);
    const object = objects[`${headers.host}${url}`];
    if (object === undefined) return s3Error(response, 404, "NoSuchKey");
    response.writeHead(200, { "content-type": "binary/octet-stream" }).end(object);
  });
  return {
    ...server,
    requests,
    answers,
    reader: (options) => createObjectReader({ ...objectOptions, originOf: () => server.origin, ...options }),
  };
}

export function s3Error(response: ServerResponse, status: number, code: string, message = "No."): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(xml);
}
