import { execFileSync } from "node:child_process";
import { tar } from "../../../../modules/shared/archive/tar";

const entry = (path: string) => [{ path, content: Buffer.from("x") }];
const list = (input: Buffer) => execFileSync("tar", ["-tf", "-"], { input, encoding: "utf8" }).trim();

it.each([0, 1, 511, 512, 513, 70_000])("keeps a file of %i bytes whole", (bytes) => {
  const content = Buffer.alloc(bytes, "x");
  const packed = tar([{ path: "file", content }]);
  expect(packed.length % 512).toBe(0);
  expect(execFileSync("tar", ["-xOf", "-", "file"], { input: packed })).toEqual(content);
});

it("takes a name of 100 bytes without folders, and no longer one", () => {
  expect(list(tar(entry("p".repeat(100))))).toBe("p".repeat(100));
  expect(() => tar(entry("p".repeat(101)))).toThrow(/at most 100 bytes/);
});

it("takes folders of 155 bytes more, and no longer ones", () => {
  const longest = `${"f".repeat(155)}/${"p".repeat(100)}`;
  expect(list(tar(entry(longest)))).toBe(longest);
  expect(() => tar(entry(`f${longest}`))).toThrow(/155 more/);
  expect(() => tar(entry(`${longest}p`))).toThrow(/at most 100 bytes/);
});

it("parts a long path where both sides fit", () => {
  const path = `${"a".repeat(50)}/${"b".repeat(50)}/${"c".repeat(50)}/${"d".repeat(50)}`;
  expect(list(tar(entry(path)))).toBe(path);
});
