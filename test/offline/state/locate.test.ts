import { ownState, remoteState } from "../../../offline/state/locate";

const STATES = "/states";

test("a root and the root that reads it name the same file, for local files and for S3", () => {
  const local = { backend: "local", config: { path: "../first/terraform.tfstate" } };
  expect(remoteState(STATES, "/app/second", "first", local)).toEqual(
    ownState(STATES, "/app/first", { backend: "local", config: { path: "terraform.tfstate" } }),
  );
  expect(remoteState(STATES, "/app/second", "first", local)).toEqual(
    ownState(STATES, "/app/first", undefined),
  );
  const s3 = { backend: "s3", config: { bucket: "b", key: "first.tfstate", region: "eu-west-1" } };
  expect(remoteState(STATES, "/app/second", "first", s3)).toEqual(ownState(STATES, "/elsewhere", s3));
});

test.each<[string, object, object]>([
  ["two folders", { path: "terraform.tfstate" }, { path: "/other/terraform.tfstate" }],
  ["two names", { path: "a.tfstate" }, { path: "b.tfstate" }],
])("states in %s are told apart", (_what, one, other) => {
  const file = (config: object) => ownState(STATES, "/app", { backend: "local", config: { ...config } }).path;
  expect(file(one)).not.toBe(file(other));
});

test("keys of two buckets are told apart, and so are keys that look alike", () => {
  const file = (bucket: string, key: string) =>
    ownState(STATES, "/app", { backend: "s3", config: { bucket, key } }).path;
  expect(new Set([file("a", "k/x"), file("b", "k/x"), file("a", "k-x")]).size).toBe(3);
});

test("other backends are kept by the root's folder", () => {
  const file = (directory: string) => ownState(STATES, directory, { backend: "gcs", config: {} }).path;
  expect(file("/app/one")).not.toBe(file("/app/two"));
});
