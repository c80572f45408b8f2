import { Identity } from "../../../offline/provider/identity";

const byHash = (seed: string) => ({ id: `id-of-${seed}` });

test("a resource that is equal to one in use gets another identifier, the same in every run", () => {
  const ids = () => {
    const identity = new Identity();
    return [1, 2, 3].map(() => identity.create("aws_eip", { domain: "vpc" }, byHash).id);
  };
  expect(new Set(ids()).size).toBe(3);
  expect(ids()).toEqual(ids());
});

test("an identifier that was read is not given again", () => {
  const first = new Identity().create("aws_eip", {}, byHash).id;
  const identity = new Identity();
  identity.note("aws_eip", first);
  expect(identity.create("aws_eip", {}, byHash).id).not.toBe(first);
});

test("a name that is the identifier stays, in use or not", () => {
  const identity = new Identity();
  const named = () => ({ id: "name" });
  expect(identity.create("aws_iam_role", {}, named).id).toBe("name");
  expect(identity.create("aws_iam_role", {}, named).id).toBe("name");
});
