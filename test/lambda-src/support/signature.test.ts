import { signatureProblem } from "./signature";

/** The example "GET Object" of the S3 API reference (Signature Calculations for the Authorization Header). */
const documented = {
  method: "GET",
  target: "/test.txt",
  headers: {
    host: "examplebucket.s3.amazonaws.com",
    range: "bytes=0-9",
    "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "x-amz-date": "20130524T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
};

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

test("AWS's documented example of a signed GET holds, and not with another path, secret or header", () => {
  expect(signatureProblem(documented, secret)).toBeUndefined();
  expect(signatureProblem({ ...documented, target: "/test2.txt" }, secret)).toBeDefined();
  expect(signatureProblem(documented, `${secret}x`)).toBeDefined();
  const headers = { ...documented.headers, range: "bytes=0-10" };
  expect(signatureProblem({ ...documented, headers }, secret)).toBeDefined();
});
