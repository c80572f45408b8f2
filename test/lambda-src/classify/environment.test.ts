import { readSettings } from "../../../lambda-src/classify/environment";

const settingsFor = (environment: Record<string, string>) =>
  readSettings({ ENDPOINT_NAME: "breeds", ...environment });

test("the endpoint's name is all that has to be set", () => {
  expect(readSettings({ ENDPOINT_NAME: "breeds" })).toEqual({
    endpointName: "breeds",
    imageMode: "resize",
    imageSizePixels: 256,
    classCount: 133,
    classLabels: undefined,
    allowHttp: false,
    allowedHosts: [],
    s3Prefixes: [],
    fetchTimeoutSeconds: 10,
    firstByteTimeoutSeconds: 5,
    tracing: false,
  });
});

test("each variable reaches its setting", () => {
  const settings = settingsFor({
    IMAGE_MODE: "pass-through",
    IMAGE_SIZE_PIXELS: "224",
    CLASS_LABELS: "dog-breeds",
    ALLOW_HTTP: "true",
    ALLOWED_HOSTS: "Images.example, *.photos.example",
    S3_PREFIXES: "s3://photos/, s3://other.bucket/in/Dogs/",
    TRACING: "true",
    FETCH_TIMEOUT_SECONDS: "20",
    FETCH_FIRST_BYTE_TIMEOUT_SECONDS: "3",
  });
  expect(settings).toMatchObject({
    imageMode: "pass-through",
    imageSizePixels: 224,
    classLabels: "dog-breeds",
    allowHttp: true,
    allowedHosts: ["images.example", "*.photos.example"],
    s3Prefixes: ["s3://photos/", "s3://other.bucket/in/Dogs/"],
    tracing: true,
    fetchTimeoutSeconds: 20,
    firstByteTimeoutSeconds: 3,
  });
});

test("an endpoint's name of 63 characters is taken and one of 64 is not", () => {
  expect(readSettings({ ENDPOINT_NAME: "a".repeat(63) }).endpointName).toHaveLength(63);
  expect(() => readSettings({ ENDPOINT_NAME: "a".repeat(64) })).toThrow("ENDPOINT_NAME");
});

test.each([
  ["IMAGE_SIZE_PIXELS", "16", "2048", "15", "2049"],
  ["FETCH_TIMEOUT_SECONDS", "1", "60", "0", "61"],
  ["FETCH_FIRST_BYTE_TIMEOUT_SECONDS", "1", "60", "0", "61"],
  ["CLASS_COUNT", "1", "100000", "0", "100001"],
])("%s may be from %s to %s", (name, lowest, highest, below, above) => {
  expect(() => settingsFor({ [name]: lowest })).not.toThrow();
  expect(() => settingsFor({ [name]: highest })).not.toThrow();
  expect(() => settingsFor({ [name]: below })).toThrow(
    `${name}: "${below}" is not right; expected a whole number`,
  );
  expect(() => settingsFor({ [name]: above })).toThrow(
    `${name}: "${above}" is not right; expected a whole number`,
  );
});

test.each([
  ["ENDPOINT_NAME", ""],
  ["ENDPOINT_NAME", "my_endpoint"],
  ["ENDPOINT_NAME", "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/breeds"],
  ["IMAGE_MODE", "Resize"],
  ["IMAGE_SIZE_PIXELS", "256px"],
  ["IMAGE_SIZE_PIXELS", "-256"],
  ["IMAGE_SIZE_PIXELS", "1e3"],
  ["CLASS_LABELS", "cats"],
  ["CLASS_LABELS", "toString"],
  ["ALLOW_HTTP", "yes"],
  ["ALLOW_HTTP", "TRUE"],
  ["ALLOWED_HOSTS", "https://images.example"],
  ["ALLOWED_HOSTS", "images.example,"],
  ["ALLOWED_HOSTS", "*"],
  ["ALLOWED_HOSTS", "images.*.example"],
  ["S3_PREFIXES", "photos/"],
  ["S3_PREFIXES", "s3://photos"],
  ["S3_PREFIXES", "s3://photos/dogs"],
  ["S3_PREFIXES", "s3://photos/*/"],
  ["S3_PREFIXES", "s3://Photos/"],
  ["S3_PREFIXES", "arn:aws:s3:::photos/"],
  ["TRACING", "Active"],
])("%s=%j stops the start, with the variable's name and what is expected", (name, value) => {
  expect(() => settingsFor({ [name]: value })).toThrow(new RegExp(`- ${name}: .*expected`));
});

test("labels must be as many as classes", () => {
  expect(() => settingsFor({ CLASS_LABELS: "dog-breeds", CLASS_COUNT: "120" })).toThrow(
    `"dog-breeds" has 133 labels, but CLASS_COUNT is 120`,
  );
});

test("all wrong variables are named at once", () => {
  expect(() => readSettings({ IMAGE_MODE: "x", ALLOW_HTTP: "x" })).toThrow(
    /ENDPOINT_NAME[^]*IMAGE_MODE[^]*ALLOW_HTTP/,
  );
});
