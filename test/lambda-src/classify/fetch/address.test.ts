import { edges, spellings } from "../../../fixtures/internet-addresses.json";
import { isPublicAddress } from "../../../../lambda-src/classify/fetch/address";

// The handler of the endpoint (Python) has to say the same of each.
test.each(edges as [string, boolean][])("%s is public: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test.each(spellings)("%j is not an address in the spelling of DNS, so it is not public", (text) => {
  expect(isPublicAddress(text)).toBe(false);
});
