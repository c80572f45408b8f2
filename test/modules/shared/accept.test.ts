import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { accept, acceptedFindings } from "../../../modules/shared/accept";
import { isAnyOf } from "../../../modules/shared/expressions";
import { referTo } from "../../../modules/shared/inputs";
import { Token } from "../../../modules/shared/tf";
import { synthesizeStack } from "../../helpers/stack";

test("what is accepted is told with the resource's address, and is not in what is deployed", () => {
  const reason = "It holds a name and no secret, so it needs no key.";
  let found: unknown;
  const stack = synthesizeStack((s) => {
    const parameter = new SsmParameter(s, "model", { name: "/model", type: "String", value: "x" });
    accept(parameter, "CKV_AWS_337", reason);
    found = acceptedFindings(s);
  });
  expect(found).toEqual([{ address: "aws_ssm_parameter.model", check: "CKV_AWS_337", reason }]);
  expect(JSON.stringify(stack)).not.toContain("CKV_AWS_337");
});

test("a check without a real name, and one without a reason, are refused", () => {
  synthesizeStack((s) => {
    const parameter = new SsmParameter(s, "model", { name: "/model", type: "String", value: "x" });
    expect(() => accept(parameter, "AWS_337", "It holds a name and no secret.")).toThrow(/no check's name/);
    expect(() => accept(parameter, "CKV_AWS_337", "fine")).toThrow(/has to be a sentence/);
  });
});

test("whether a string is one of some is answered at once for plain strings, and by Terraform for inputs", () => {
  expect(isAnyOf("ha-nat", ["single-nat", "ha-nat"])).toBe(true);
  expect(isAnyOf("none", ["ha-nat"])).toBe(false);
  const internet = referTo({ kind: "string", description: "" }, "var.internet") as string;
  const stack = synthesizeStack((s) => {
    s.addOverride("locals.one", Token.asString(isAnyOf(internet, ["none"])));
    s.addOverride("locals.many", Token.asString(isAnyOf(internet, ["single-nat", "ha-nat"])));
  });
  expect(stack.locals).toEqual({
    one: '${(var.internet == "none")}',
    many: '${contains(["single-nat", "ha-nat"], var.internet)}',
  });
});
