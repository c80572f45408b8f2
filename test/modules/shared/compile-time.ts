/**
 * What does not compile. Nothing runs here: `tsc` checks the file, and fails where an expected error is none (see
 * `compile-time.test.ts`).
 */
/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-member-access -- what follows an error has no type */
import { SagemakerModel, sagemakerModelVpcConfigToTerraform } from "@cdktf/provider-aws/lib/sagemaker-model";
import type { Construct } from "constructs";
import { block, each, when } from "../../../modules/shared/expressions";
import type { AtMostOne, ExactlyOne, Flag, Keyed, Many } from "../../../modules/shared/inputs";
import { rulesOf } from "../../../modules/shared/inputs";
import { inputs } from "./fixtures/modules/sample/inputs";
import { Sample } from "./fixtures/modules/sample";

declare const scope: Construct;

export function props(): void {
  new Sample(scope, "good", { name: "a", image: "i", scaling: { maxCapacity: 1 } });
  // @ts-expect-error image is missing
  new Sample(scope, "a", { name: "a" });
  // @ts-expect-error colour is not known
  new Sample(scope, "a", { name: "a", image: "i", colour: "red" });
  // @ts-expect-error a number is not a string
  new Sample(scope, "a", { name: 1, image: "i" });
  // @ts-expect-error maxCapacity is missing
  new Sample(scope, "a", { name: "a", image: "i", scaling: { minCapacity: 1 } });
  // @ts-expect-error weight is a number
  new Sample(scope, "a", { name: "a", image: "i", variants: [{ name: "v", weight: "1" }] });
  // @ts-expect-error cidr is not known
  new Sample(scope, "a", { name: "a", image: "i", subnets: { a: { cidrBlock: "c", zone: "z", cidr: "d" } } });
}

interface Kinds {
  readonly name: string;
  readonly realTime?: { readonly size: number };
  readonly serverless?: { readonly memory: number };
}
export const one: ExactlyOne<Kinds, "realTime" | "serverless"> = { name: "a", serverless: { memory: 1 } };
// @ts-expect-error both
export const both: ExactlyOne<Kinds, "realTime" | "serverless"> = {
  name: "a",
  serverless: { memory: 1 },
  realTime: { size: 1 },
};
// @ts-expect-error neither
export const neither: ExactlyOne<Kinds, "realTime" | "serverless"> = { name: "a" };
export const none: AtMostOne<Kinds, "realTime" | "serverless"> = { name: "a" };
// @ts-expect-error both
export const two: AtMostOne<Kinds, "realTime" | "serverless"> = {
  name: "a",
  serverless: { memory: 1 },
  realTime: { size: 1 },
};

export function insideConstructs(
  many: Many<{ name: string }>,
  keyed: Keyed<{ name: string }>,
  flag: Flag,
  id: string | undefined,
  network: { subnetIds: string[] } | undefined,
  model: SagemakerModel,
): void {
  // @ts-expect-error what may be an expression cannot be mapped
  many.map((item) => item.name);
  // @ts-expect-error nor counted
  void many.length;
  // @ts-expect-error nor looked into
  void keyed.a.name;
  // @ts-expect-error a list does not become resources
  each(many, () => model);
  // @ts-expect-error whether an id is set may be unknown until apply
  when(id, () => model);
  // @ts-expect-error a flag may be an expression, which is no boolean
  const plain: boolean = flag;
  void plain;
  // @ts-expect-error securityGroupIds is missing
  block(model, "vpc_config", sagemakerModelVpcConfigToTerraform, network, (n) => ({ subnets: n.subnetIds }));
}

rulesOf(inputs, {
  at: "name",
  says: "must be good",
  reads: [],
  // @ts-expect-error the table has no such input
  holds: ({ nmae }) => nmae !== "",
  condition: "true",
});
