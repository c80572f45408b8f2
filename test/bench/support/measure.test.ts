import { measure, measureOnce } from "../../../bench/support/measure";

const node = (script: string) => ({ command: process.execPath, args: ["-e", script] });

test("a busy process costs processor time, a waiting one does not", () => {
  const busy = measureOnce(
    node("const end = process.cpuUsage().user + 4e5; while (process.cpuUsage().user < end);"),
  );
  const waiting = measureOnce(node("setTimeout(() => {}, 500)"));
  expect(busy.cpuSeconds).toBeGreaterThanOrEqual(0.4);
  expect(busy.cpuSeconds - waiting.cpuSeconds).toBeGreaterThan(0.2);
});

test("memory that was held counts at its peak", () => {
  const small = measureOnce(node("0"));
  const large = measureOnce(node("Buffer.alloc(200e6, 1); 0"));
  expect(large.peakRssMegabytes - small.peakRssMegabytes).toBeGreaterThan(150);
});

test("children count", () => {
  const child = `while (process.cpuUsage().user < 4e5);`;
  const parent = node(
    `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(child)}])`,
  );
  expect(measureOnce(parent).cpuSeconds).toBeGreaterThanOrEqual(0.4);
});

test("a run that ends otherwise than expected is no measurement", () => {
  expect(() => measureOnce(node("console.error('it broke'); process.exit(3)"))).toThrow(
    /ended with 3, not 0:\nit broke/,
  );
  expect(measureOnce({ ...node("process.exit(3)"), expectedStatuses: [0, 3] }).status).toBe(3);
});

test("a command that does not exist is said", () => {
  expect(() => measureOnce({ command: "/nowhere/at-all", args: [] })).toThrow(
    "/nowhere/at-all cannot be started: No such file or directory",
  );
});

test("of several runs the median is given", () => {
  const { cpuSeconds, peakRssMegabytes } = measure(node("0"), 3);
  expect(cpuSeconds).toBeGreaterThan(0);
  expect(peakRssMegabytes).toBeGreaterThan(10);
});
