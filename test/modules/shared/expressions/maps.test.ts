import { anyOf, fieldsOf, isSet, keysOf, mapEach } from "../../../../modules/shared/expressions";
import { int, map, obj, str, type Keyed } from "../../../../modules/shared/inputs";
import { Fn } from "../../../../modules/shared/tf";
import { bothWays } from "../../../helpers/both-ways";

const description = "An input.";
const kind = map(
  obj(
    {
      size: int({ description }),
      note: obj({ text: str({ description }) }, { description, optional: true }),
    },
    { description },
  ),
  { description },
);
interface Item {
  size: number;
  note?: { text: string };
}
type Items = Keyed<Item>;
const VALUES: Record<string, Item>[] = [{}, { b: { size: 1 }, a: { size: 2, note: { text: "n" } } }];

const expectSame = async (answers: unknown[], helper: (items: Items) => unknown) =>
  expect(await bothWays(kind, VALUES, helper)).toEqual(
    VALUES.map((value, index) => ({ value, plain: answers[index], expression: answers[index] })),
  );

it("keysOf gives the keys, sorted", async () => {
  await expectSame([[], ["a", "b"]], (items) => keysOf(items));
});

it("mapEach makes a text of each element", async () => {
  await expectSame([{}, { a: "2 GB", b: "1 GB" }], (items) =>
    mapEach(items, (item) => Fn.format("%d GB", [item.size]) as string),
  );
});

it("fieldsOf leaves out the elements without the field", async () => {
  const texts = (items: Items) => mapEach(fieldsOf(items, "note"), (note) => note.text);
  await expectSame([{}, { a: "n" }], texts);
});

it("anyOf asks each element", async () => {
  await expectSame([false, true], (items) => anyOf(items, (item) => isSet(item.note)));
  await expectSame([false, false], (items) => anyOf(items, () => false));
});
