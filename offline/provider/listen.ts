import * as net from "node:net";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as protoLoader from "@grpc/proto-loader";
import { loadSchema } from "../schema";
import { Refusal } from "./diagnostics";
import { Identity } from "./identity";
import { withDefaultsComputed } from "./served-schema";
import { handlers, type Handler, type Request, type Shared } from "./service";

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Serves the AWS provider's stand-in on a unix socket. Terraform opens one connection a provider block and walk, and each gets
 * its own service: that keeps the settings of two regions apart.
 */
export async function listen(socketPath: string): Promise<Listening> {
  refuseLongPath(socketPath);
  const schema = loadSchema();
  const shared: Shared = { schema, served: withDefaultsComputed(schema), identity: new Identity() };
  const definition = serviceDefinition();
  const connections = new Set<{ socket: net.Socket; server: grpc.Server }>();
  const listener = net.createServer((socket) => {
    const server = new grpc.Server({
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
    server.addService(definition, implementation(shared));
    const connection = { socket, server };
    connections.add(connection);
    socket.on("error", () => undefined); // Terraform was killed; "close" follows
    socket.on("close", () => {
      connections.delete(connection);
      server.forceShutdown();
    });
    server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(socketPath, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const { socket } of connections) socket.destroy();
      }),
  };
}

/** The system's limit (sun_path); Node cuts longer ones off silently, and Terraform would look for the full one. */
const LONGEST_SOCKET_PATH_BYTES = 107;

function refuseLongPath(socketPath: string): void {
  const bytes = Buffer.byteLength(socketPath);
  if (bytes <= LONGEST_SOCKET_PATH_BYTES) return;
  throw new Error(
    `A socket's path has at most ${LONGEST_SOCKET_PATH_BYTES} bytes, ${socketPath} has ${bytes}: set TMPDIR to a shorter folder.`,
  );
}

function serviceDefinition(): grpc.ServiceDefinition {
  const proto = path.join(__dirname, "tfplugin6.proto");
  const loaded = protoLoader.loadSync(proto, { keepCase: true, longs: Number, enums: Number });
  return loaded["tfplugin6.Provider"] as grpc.ServiceDefinition;
}

function implementation(shared: Shared): grpc.UntypedServiceImplementation {
  const calls: grpc.UntypedServiceImplementation = {};
  for (const [name, handler] of Object.entries(handlers(shared))) calls[name] = unary(name, handler);
  return calls;
}

function unary(name: string, handler: Handler): grpc.handleUnaryCall<Request, object> {
  return (call, done) => {
    try {
      done(null, handler(call.request));
    } catch (error) {
      // A refusal speaks for itself; anything else is a mistake in offline mode, and its place is of use.
      const text =
        error instanceof Refusal
          ? error.message
          : `offline mode failed in ${name}: ${(error as Error).stack}`;
      done({ code: grpc.status.INTERNAL, details: text });
    }
  };
}
