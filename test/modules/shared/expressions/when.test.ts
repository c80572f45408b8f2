/** Each helper, asked with a plain value and with an input that only Terraform knows, gives the same answer. */
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { both, choose, isAnyOf, isSet, not, one, orElse, when } from "../../../../modules/shared/expressions";
import { bool, int, list, obj, referTo, str, type Flag } from "../../../../modules/shared/inputs";
import { bothWays } from "../../../helpers/both-ways";
import { synthesizeStack } from "../../../helpers/stack";

const description = "An input.";
const flag = bool({ description });
const maybe = str({ description, optional: true });
const maybeObject = obj({ size: int({ description }) }, { description, optional: true });

const expectSame = async (
  kind: Parameters<typeof bothWays>[0],
  answers: [unknown, unknown][],
  helper: (input: never) => unknown,
) => {
  const results = await bothWays(
    kind,
    answers.map(([value]) => value),
    helper,
  );
  expect(results).toEqual(answers.map(([value, answer]) => ({ value, plain: answer, expression: answer })));
};

it("choose", async () => {
  await expectSame(
    flag,
    [
      [true, "yes"],
      [false, "no"],
    ],
    (x: Flag) => choose(x, "yes", "no"),
  );
  await expectSame(
    flag,
    [
      [true, 1],
      [false, 2],
    ],
    (x: Flag) => choose(x, 1, 2),
  );
  await expectSame(
    flag,
    [
      [true, ["a"]],
      [false, []],
    ],
    (x: Flag) => choose(x, ["a"], []),
  );
  await expectSame(
    flag,
    [
      [true, "yes"],
      [false, null],
    ],
    (x: Flag) => choose<string | undefined>(x, "yes", undefined),
  );
  await expectSame(
    maybeObject,
    [
      [{ size: 1 }, "set"],
      [undefined, "not"],
    ],
    (x: object | undefined) => choose(x, "set", "not"),
  );
});

it("isSet, not", async () => {
  await expectSame(
    maybe,
    [
      ["a", true],
      ["", true],
      [undefined, false],
    ],
    (x: string | undefined) => isSet(x),
  );
  await expectSame(
    maybe,
    [
      ["a", false],
      [undefined, true],
    ],
    (x: string | undefined) => not(isSet(x)),
  );
  await expectSame(
    flag,
    [
      [true, false],
      [false, true],
    ],
    (x: Flag) => not(x),
  );
});

it("both, with plain flags and with each other", async () => {
  for (const other of [true, false]) {
    const answers: [unknown, unknown][] = [
      [true, other],
      [false, false],
    ];
    await expectSame(flag, answers, (x: Flag) => both(x, other));
    await expectSame(flag, answers, (x: Flag) => both(other, x));
  }
  await expectSame(
    flag,
    [
      [true, true],
      [false, false],
    ],
    (x: Flag) => both(x, x),
  );
  await expectSame(
    flag,
    [
      [true, false],
      [false, false],
    ],
    (x: Flag) => both(x, not(x)),
  );
  const inner = obj({ a: flag, b: flag }, { description });
  const cases: [unknown, unknown][] = [
    [{ a: true, b: false }, true],
    [{ a: true, b: true }, false],
    [{ a: false, b: false }, false],
  ];
  await expectSame(inner, cases, (x: { a: Flag; b: Flag }) => both(x.a, not(x.b)));
});

it("orElse", async () => {
  await expectSame(
    maybe,
    [
      ["a", "a"],
      [undefined, "other"],
    ],
    (x: string | undefined) => orElse(x, "other"),
  );
  const maybeNumber = int({ description, optional: true });
  await expectSame(
    maybeNumber,
    [
      [0, 0],
      [undefined, 7],
    ],
    (x: number | undefined) => orElse(x, 7),
  );
  const maybeList = list(str({ description }), { description, optional: true });
  await expectSame(
    maybeList,
    [
      [["a"], ["a"]],
      [[], []],
      [undefined, ["z"]],
    ],
    (x: string[] | undefined) => orElse(x, ["z"]),
  );
});

it("isAnyOf", async () => {
  const text = str({ description });
  await expectSame(
    text,
    [
      ["a", true],
      ["c", false],
    ],
    (x: string) => isAnyOf(x, ["a", "b"]),
  );
  await expectSame(
    text,
    [
      ["a", true],
      ["c", false],
    ],
    (x: string) => isAnyOf(x, ["a"]),
  );
});

describe("when", () => {
  const made = (condition: object | Flag | undefined) =>
    synthesizeStack((stack) => {
      const topic = when(condition, (count) => new SnsTopic(stack, "topic", { count, name: "topic" }));
      stack.addOverride("output.arn.value", one(topic, "arn") ?? "nothing");
    });
  const only = (stack: ReturnType<typeof made>) => Object.values(stack.resource?.aws_sns_topic ?? {})[0];

  it.each([[true], [{}]])("makes one resource without count for %j", (condition) => {
    const stack = made(condition);
    expect(only(stack)).not.toHaveProperty("count");
    expect(stack.output?.arn?.value).toBe("${aws_sns_topic.topic.arn}");
  });

  it.each([[false], [undefined]])("makes nothing for %j", (condition) => {
    const stack = made(condition);
    expect(only(stack)).toBeUndefined();
    expect(stack.output?.arn?.value).toBe("nothing");
  });

  it("counts by a flag that Terraform knows", () => {
    const stack = made(referTo(flag, "var.flag") as Flag);
    expect(only(stack)?.count).toBe("${var.flag ? 1 : 0}");
    expect(stack.output?.arn?.value).toBe("${one(aws_sns_topic.topic[*].arn)}");
  });

  it("counts by an optional object that Terraform knows", () => {
    expect(only(made(referTo(maybeObject, "var.scaling") as object))?.count).toBe(
      "${var.scaling == null ? 0 : 1}",
    );
  });
});
