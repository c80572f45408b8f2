import { isPublicAddress } from "../../../../lambda-src/classify/fetch/address";

/** Both sides of each range's edge. */
const edges: readonly [address: string, isPublic: boolean][] = [
  ["9.255.255.255", true],
  ["10.0.0.0", false],
  ["10.255.255.255", false],
  ["11.0.0.0", true],
  ["100.63.255.255", true],
  ["100.64.0.0", false],
  ["100.127.255.255", false],
  ["100.128.0.0", true],
  ["126.255.255.255", true],
  ["127.0.0.0", false],
  ["128.0.0.0", true],
  ["169.253.255.255", true],
  ["169.254.0.0", false],
  ["169.255.0.0", true],
  ["172.15.255.255", true],
  ["172.16.0.0", false],
  ["172.31.255.255", false],
  ["172.32.0.0", true],
  ["192.167.255.255", true],
  ["192.168.0.0", false],
  ["192.169.0.0", true],
  ["198.17.255.255", true],
  ["198.18.0.0", false],
  ["198.19.255.255", false],
  ["198.20.0.0", true],
  ["223.255.255.255", true],
  ["224.0.0.0", false],
  ["1fff:ffff::1", false],
  ["2000::1", true],
  ["2606:4700::1111", true],
  ["3ffe:ffff::1", true],
  ["3fff::", false],
  ["3fff:fff::", false],
  ["4000::", false],
  ["::ffff:8.8.8.8", true],
  ["::ffff:10.0.0.1", false],
  ["::8.8.8.8", false],
];

test.each(edges)("%s is public: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test.each([
  "",
  "localhost",
  "127.1",
  "2130706433",
  "0x7f.1",
  "010.0.0.1",
  "8.8.8.8 ",
  "fe80::1%eth0",
  "2606::1%lo",
  "[2606::1]",
])("%j is not an address in the spelling of DNS, so it is not public", (text) => {
  expect(isPublicAddress(text)).toBe(false);
});
