import { InferenceEndpoint } from "../../../modules/inference-endpoint";
import { TerraformVariable, Token } from "../../../modules/shared/tf";
import { stackRoot } from "../../helpers/stack";
import type { TerraformRoot } from "../../helpers/terraform";
import { minimal } from "./cases";

describe("an inference endpoint that runs", () => {
  let root: TerraformRoot;
  const before = { model: "s3://vision-models/run-17/model.tar.gz", smallest: 1, largest: 2, topic: "one" };
  const args = (values: Partial<typeof before>) =>
    Object.entries({ ...before, ...values }).map(([name, value]) => `-var=${name}=${value}`);

  beforeAll(async () => {
    root = await stackRoot((scope) => {
      const variable = (name: string) => new TerraformVariable(scope, name, {});
      const number = (name: string) => Token.asNumber(variable(name).numberValue);
      new InferenceEndpoint(scope, "endpoint", {
        ...minimal,
        name: "updated",
        modelDataUrl: variable("model").stringValue,
        realTime: {
          variants: {
            primary: {
              instanceType: "ml.m5.large",
              scaling: { minInstances: number("smallest"), maxInstances: number("largest") },
            },
          },
        },
        tags: { Topic: variable("topic").stringValue },
      });
    });
    root.apply(...args({}));
  }, 60_000);

  const changes = (values: Partial<typeof before>) =>
    Object.fromEntries(
      root
        .plan(...args(values))
        .resource_changes.filter(({ mode, change }) => mode === "managed" && change.actions[0] !== "no-op")
        .map(({ type, change }) => [type, change.actions]),
    );

  it("gets a new model without being replaced: the new parts are made before the old ones go", () => {
    expect(changes({ model: "s3://vision-models/run-18/model.tar.gz" })).toEqual({
      aws_iam_role_policy: ["update"],
      aws_sagemaker_model: ["create", "delete"],
      aws_sagemaker_endpoint_configuration: ["create", "delete"],
      aws_sagemaker_endpoint: ["update"],
    });
  });

  it("gets a higher maximum without a deployment", () => {
    expect(changes({ largest: 5 })).toEqual({ aws_appautoscaling_target: ["update"] });
  });

  it("gets a higher minimum by a deployment, since an update sets the number of instances", () => {
    expect(changes({ smallest: 2 })).toEqual({
      aws_appautoscaling_target: ["update"],
      aws_sagemaker_endpoint_configuration: ["create", "delete"],
      aws_sagemaker_endpoint: ["update"],
    });
  });

  it("is not replaced for its tags", () => {
    expect(Object.values(changes({ topic: "two" })).every(([action]) => action === "update")).toBe(true);
  });

  it("has names for the new parts that the old ones do not have", () => {
    root.plan(...args({ model: "s3://vision-models/run-18/model.tar.gz" }));
    expect(() => root.apply()).not.toThrow();
  });
});
