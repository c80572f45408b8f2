import { Failure } from "../../../../lambda-src/classify/failures";
import { readObjectUrl } from "../../../../lambda-src/classify/objects/url";

const granted = ["s3://photos-bucket/dogs/", "s3://all.of.it/"];

function outcome(url: string, prefixes: readonly string[] = granted): unknown {
  try {
    return readObjectUrl(url, prefixes);
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}

test.each([
  ["s3://photos-bucket/dogs/1.jpg", "photos-bucket", "dogs/1.jpg"],
  ["s3://photos-bucket/dogs/a/b/1.jpg", "photos-bucket", "dogs/a/b/1.jpg"],
  ["s3://photos-bucket/dogs//1.jpg", "photos-bucket", "dogs//1.jpg"],
  ["s3://photos-bucket/dogs/Ärger & Söhne?#%20.jpg", "photos-bucket", "dogs/Ärger & Söhne?#%20.jpg"],
  ["s3://photos-bucket/dogs/..jpg", "photos-bucket", "dogs/..jpg"],
  ["s3://all.of.it/x", "all.of.it", "x"],
])("%s is an object, its key as it stands", (url, bucket, key) => {
  expect(outcome(url)).toEqual({ bucket, key });
});

test.each([
  "s3://photos-bucket/cats/1.jpg",
  "s3://photos-bucket/dogs-private/1.jpg",
  "s3://photos-bucket/dogs",
  "s3://photos-bucket/1.jpg",
  "s3://other-bucket/dogs/1.jpg",
  "s3://photos-bucket2/dogs/1.jpg",
  "s3://all.of/it/x",
])("%s is not granted", (url) => {
  expect(outcome(url)).toBe("forbidden-target");
});

test("without a prefix nothing is granted", () => {
  expect(outcome("s3://photos-bucket/dogs/1.jpg", [])).toBe("forbidden-target");
});

test.each([
  "s3://",
  "s3:///dogs/1.jpg",
  "s3://photos-bucket",
  "s3://photos-bucket/",
  "s3://photos-bucket/dogs/",
  "s3:photos-bucket/dogs/1.jpg",
  "S3://photos-bucket/dogs/1.jpg",
  "s3://Photos-bucket/dogs/1.jpg",
  "s3://ab/dogs/1.jpg",
  "s3://user@photos-bucket/dogs/1.jpg",
  "s3://photos-bucket:443/dogs/1.jpg",
  "s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/x/1.jpg",
  "s3://photos-bucket/dogs/../cats/1.jpg",
  "s3://photos-bucket/dogs/./1.jpg",
  "s3://photos-bucket/dogs/..",
  "s3://photos-bucket/dogs/1.jpg\r\nx: y",
  "s3://photos-bucket/dogs/\u0000.jpg",
  "s3://photos-bucket/dogs/\ud800.jpg",
])("%j is not understood", (url) => {
  expect(outcome(url)).toBe("invalid-url");
});

test("a key of 1024 bytes is read and one of 1025 is not, letters of two bytes included", () => {
  const ofBytes = (bytes: number) => `s3://all.of.it/${"ä".repeat(500)}${"a".repeat(bytes - 1000)}`;
  expect(outcome(ofBytes(1024))).toMatchObject({ bucket: "all.of.it" });
  expect(outcome(ofBytes(1025))).toBe("invalid-url");
});
