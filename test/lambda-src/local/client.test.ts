import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

test("the user's AWS credentials and configuration are neither used nor read", () => {
  const folder = mkdtempSync(join(tmpdir(), "aws-"));
  const [credentials, config] = [join(folder, "credentials"), join(folder, "config")];
  // Reading a pipe that nobody writes to does not end: if the client opened one, the call would not end either.
  execFileSync("mkfifo", [credentials, config]);
  const child = spawnSync(
    process.execPath,
    ["-r", "ts-node/register", join(__dirname, "../support/client-probe.ts")],
    {
      encoding: "utf8",
      timeout: 20_000,
      killSignal: "SIGKILL",
      env: {
        ...process.env,
        AWS_SHARED_CREDENTIALS_FILE: credentials,
        AWS_CONFIG_FILE: config,
        AWS_ACCESS_KEY_ID: "AKIAREALREALREAL",
        AWS_SECRET_ACCESS_KEY: "real",
        AWS_REGION: "ap-south-1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      },
    },
  );
  rmSync(folder, { recursive: true });
  expect(child.signal).toBeNull();
  expect(child.stdout).toMatch(/^AWS4-HMAC-SHA256 Credential=LOCAL\/\d+\/us-east-1\/sagemaker\//);
});
