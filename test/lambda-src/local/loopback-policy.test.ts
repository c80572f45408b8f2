import { allowLoopbackOrigin } from "../../../lambda-src/local/loopback-policy";

test("exactly the given origin is exempt", () => {
  const { isExempt } = allowLoopbackOrigin("http://127.0.0.1:8081");
  expect(isExempt("http://127.0.0.1:8081")).toBe(true);
  for (const other of [
    "http://127.0.0.1:8082",
    "https://127.0.0.1:8081",
    "http://127.0.0.2:8081",
    "http://[::1]:8081",
  ]) {
    expect(isExempt(other)).toBe(false);
  }
});

test.each([
  "http://localhost:8081",
  "http://127.0.0.1",
  "http://127.0.0.1:8081/",
  "http://127.0.0.1:8081/photos",
  "http://127.0.0.2:8081",
  "http://10.0.0.1:8081",
  "http://169.254.169.254:80",
  "http://127.0.0.1.evil.example:80",
  "http://user@127.0.0.1:8081",
  "*",
  "",
])("%j cannot be made exempt", (origin) => {
  expect(() => allowLoopbackOrigin(origin)).toThrow(
    /photoOrigin is ".*"; expected a loopback address with its port/,
  );
});
