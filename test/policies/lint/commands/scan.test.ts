import { AccountError } from "../../../../policies/lint/account/errors";
import { collect, ProgressLine } from "../../../../policies/lint/commands/scan";

const recorder = (progress: boolean) => {
  const written: string[] = [];
  return {
    written,
    output: { out: () => undefined, error: (text: string) => written.push(text), colour: false, progress },
  };
};

test("progress is one line that is written over, and gone at the end", () => {
  const { written, output } = recorder(true);
  const line = new ProgressLine(output);
  line.show({ step: "roles", done: 0, total: null });
  line.show({ step: "roles", done: 200, total: null });
  line.show({ step: "functions", done: 3, total: 17 });
  line.clear();
  expect(written.map((text) => text.replace("\r\u001b[K", "|"))).toEqual([
    "|roles",
    "|roles 200",
    "|functions 3/17",
    "|",
  ]);
});

test("nothing is written where nobody watches", () => {
  const { written, output } = recorder(false);
  const line = new ProgressLine(output);
  line.show({ step: "roles", done: 1, total: 2 });
  line.clear();
  expect(written).toEqual([]);
});

test("the line is gone when the scan fails, too", async () => {
  const { written, output } = recorder(true);
  const saved = { ...process.env };
  // No credentials, and nowhere to ask for some.
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: "true", HOME: "/nonexistent" });
  try {
    await expect(collect({ regions: [], serviceUse: [] }, output)).rejects.toThrow(AccountError);
  } finally {
    process.env = saved;
  }
  expect(written.length === 0 || written.at(-1) === "\r\u001b[K").toBe(true);
});
