import { nearestName } from "../../../../policies/lint/model/nearest-name";

const names = ["GetObject", "PutObject", "GetObjectAcl", "DeleteObject"];

test.each([
  ["GetObjct", "GetObject"],
  ["getobject", "GetObject"],
  ["GteObject", "GetObject"],
  ["PuttObject", "PutObject"],
  ["GetObjectAlc", "GetObjectAcl"],
])("%s was likely meant to be %s", (word, meant) => {
  expect(nearestName(word, names)).toBe(meant);
});

test.each(["Launch", "", "x"])("%j is near to none", (word) => {
  expect(nearestName(word, names)).toBeUndefined();
});

test("of two that are as near, the first is taken", () => {
  expect(nearestName("ab", ["ac", "ad"])).toBe("ac");
});
