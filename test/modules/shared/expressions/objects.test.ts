import {
  fieldIf,
  having,
  keysOf,
  listFrom,
  listWith,
  objectWith,
  setField,
  setItem,
} from "../../../../modules/shared/expressions";
import {
  bool,
  int,
  list,
  map,
  obj,
  read,
  str,
  type Flag,
  type Keyed,
} from "../../../../modules/shared/inputs";
import { ref } from "../../../../modules/shared/tf";
import { bothWays } from "../../../helpers/both-ways";

const description = "An input.";

async function expectSame(
  kind: Parameters<typeof bothWays>[0],
  answers: [value: unknown, answer: unknown][],
  helper: (input: never) => unknown,
) {
  const values = answers.map(([value]) => value);
  expect(await bothWays(kind, values, helper)).toEqual(
    answers.map(([value, answer]) => ({ value, plain: answer, expression: answer })),
  );
}

it("objectWith has an optional object's fields only when it is set", async () => {
  const kind = obj({ size: int({ description }) }, { description, optional: true });
  await expectSame(
    kind,
    [
      [undefined, { always: "a" }],
      [{ size: 2 }, { always: "a", Config: { Size: 2, Names: ["x"] } }],
    ],
    (input: { size: number } | undefined) =>
      objectWith(
        { always: "a" },
        setField("Config", input, ({ size }) => ({ Size: size, Names: ["x"] })),
      ),
  );
});

it("objectWith has a flag's field only when it is true", async () => {
  await expectSame(
    bool({ description }),
    [
      [true, { On: 1 }],
      [false, {}],
    ],
    (flag: Flag) =>
      objectWith(
        {},
        fieldIf("On", flag, () => 1),
      ),
  );
});

it("listWith has an optional input's element only when it is set", async () => {
  await expectSame(
    str({ description, optional: true }),
    [
      [undefined, [{ Name: "always" }]],
      ["b", [{ Name: "always" }, { Name: "b" }]],
    ],
    (name: string | undefined) =>
      listWith(
        [{ Name: "always" }],
        setItem(name, (it) => ({ Name: it })),
      ),
  );
});

it("listFrom makes objects of a map of texts, ordered by key, and quotes what has to be", async () => {
  await expectSame(
    map(str({ description }), { description }),
    [
      [{}, []],
      [
        { b: 'say "\\d+"', a: "1" },
        [
          { Name: "a", Value: "1", Kind: 'it\'s "k"' },
          { Name: "b", Value: 'say "\\d+"', Kind: 'it\'s "k"' },
        ],
      ],
    ],
    (items: Record<string, string>) =>
      listFrom(items, (value, key) => ({ Name: key, Value: value, Kind: 'it\'s "k"' })),
  );
});

it("listFrom passes on lists of texts", async () => {
  await expectSame(
    map(list(str({ description }), { description }), { description }),
    [[{ a: ["x"], b: ["y", "z"] }, [{ V: ["x"] }, { V: ["y", "z"] }]]],
    (items: Keyed<string[]>) => listFrom(items, (values) => ({ V: values })),
  );
});

const items = map(
  obj(
    { on: bool({ description, default: false }), note: str({ description, optional: true }) },
    { description },
  ),
  { description },
);

it("having keeps the elements whose flag is true, or whose field is set", async () => {
  const values = { a: {}, b: { on: true }, c: { note: "n" }, d: { on: true, note: "n" } };
  type Items = Keyed<{ on: Flag; note?: string }>;
  await expectSame(items, [[values, ["b", "d"]]], (it: Items) => keysOf(having(it, "on")));
  await expectSame(items, [[values, ["c", "d"]]], (it: Items) => keysOf(having(it, "note")));
});

it("having refuses a plain element's flag that only Terraform knows: a number of resources hangs on it", () => {
  const { x } = read({ inputs: { x: items } }, { x: { a: { on: ref("local.x") } } }, "test");
  expect(() => having(x as Keyed<{ on: Flag }>, "on")).toThrow(/a\.on must be true or false/);
});
