/** What one stack makes by `each` and `when`, another stack uses: applied for real, offline. */
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { each, eachOf, one, when, type Collection } from "../../../../modules/shared/expressions";
import { map, obj, read, referTo, set, str, bool, type Flag } from "../../../../modules/shared/inputs";
import { Fn, TerraformVariable } from "../../../../modules/shared/tf";
import { synthesizeStacks } from "../../../helpers/stack";
import { terraformRoot } from "../../../helpers/terraform";

const description = "An input.";
const inputs = {
  topics: map(obj({ label: str({ description }) }, { description }), { description }),
  more: set(str({ description }), { description }),
} as const;

it("gives the attributes of collections and of what may not exist to another stack", async () => {
  let topics: Collection<SnsTopic>;
  let more: Collection<SnsTopic>;
  let counted: SnsTopic | undefined;
  const app = synthesizeStacks({
    making: (stack) => {
      const p = read(
        { inputs },
        { topics: { zebra: { label: "z" }, ant: { label: "a" } }, more: ["x"] },
        stack.node.path,
      );
      topics = each(
        p.topics,
        ({ forEach, key, value }) =>
          new SnsTopic(stack, "topic", { forEach, name: key, displayName: value.label }),
      );
      more = eachOf(
        p.more,
        ({ forEach, value }) => new SnsTopic(stack, "more", { forEach, name: `more-${value}` }),
      );
      new TerraformVariable(stack, "wanted", { type: "bool", default: true });
      const wanted = referTo(bool({ description }), "var.wanted") as Flag;
      counted = when(wanted, (count) => new SnsTopic(stack, "counted", { count, name: "counted" }));
    },
    using: (stack) => {
      const parameter = (name: string, value: string) =>
        new SsmParameter(stack, name, { name: `/${name}`, type: "String", value });
      parameter("all", Fn.join(" ", topics.all("arn")));
      parameter("by_key", Fn.jsonencode(topics.byKey("display_name")));
      parameter("get", topics.get("ant", "name"));
      parameter("more", Fn.join(" ", more.all("name")));
      parameter("one", one(counted, "arn") ?? "");
    },
  });
  const making = await terraformRoot(app.folder("making"));
  making.init();
  making.apply();
  const using = await terraformRoot(app.folder("using"));
  using.init();
  using.apply();
  const values: Record<string, unknown> = Object.fromEntries(
    (using.state().values?.root_module.resources ?? [])
      .filter(({ type }) => type === "aws_ssm_parameter")
      .map(({ values }) => [String(values.name), values.value]),
  );
  expect(values).toEqual({
    "/all": expect.stringMatching(/^arn:aws:sns:[^ ]+:ant arn:aws:sns:[^ ]+:zebra$/) as string,
    "/by_key": '{"ant":"a","zebra":"z"}',
    "/get": "ant",
    "/more": "more-x",
    "/one": expect.stringMatching(/^arn:aws:sns:[^ ]+:counted$/) as string,
  });
  expect(using.secondPlanIsEmpty()).toBe(true);
});

it("puts a resource under each key of another collection with the same keys", async () => {
  const app = synthesizeStacks({
    same: (stack) => {
      const p = read({ inputs }, { topics: { b: { label: "B" }, a: { label: "A" } }, more: [] }, "x");
      const topics = each(
        p.topics,
        ({ forEach, key }) => new SnsTopic(stack, "topic", { forEach, name: key }),
      );
      each(
        p.topics,
        ({ forEach, key, value }) =>
          new SsmParameter(stack, "parameter", {
            forEach,
            name: key,
            type: "String",
            value: `${value.label} ${topics.sameKey("name")}`,
          }),
      );
    },
  });
  const root = await terraformRoot(app.folder("same"));
  root.init();
  const planned = root.plan().resource_changes.filter(({ type }) => type === "aws_ssm_parameter");
  expect(Object.fromEntries(planned.map(({ index, change }) => [index, change.after?.value]))).toEqual({
    a: "A a",
    b: "B b",
  });
});

it("each refuses a map that read() has not seen", () => {
  expect(() => each({ a: 1 }, () => undefined as never)).toThrow(/each\(\) takes a map from an inputs table/);
});
