import { dotOf } from "../../scripts/docs/picture/dot";
import { graphOf } from "../../scripts/docs/picture/graph";
import { mainTypes } from "../../scripts/docs/picture/main-types";
import { synthesizePreset, type SynthesizedStack } from "../../scripts/docs/synthesized";

const at = (path: string, rest: object = {}) => ({ "//": { metadata: { path } }, ...rest });
const stack = (name: string, json: object, kinds: Record<string, string> = {}): SynthesizedStack => ({
  name,
  json,
  kinds: new Map(Object.entries(kinds)),
});
const graph = (...stacks: SynthesizedStack[]) =>
  graphOf({ preset: "p", config: {} as never, stacks, accepted: [] });

const network = stack(
  "network",
  {
    resource: { aws_vpc: { v: at("network/net/vpc") }, aws_subnet: { s: at("network/net/subnets/one") } },
    output: { "cross-stack-output-vpc": { value: "${aws_vpc.v.id}" } },
  },
  { net: "private-network" },
);

describe("the graph", () => {
  it("counts each module's resource blocks by type, and data blocks not at all", () => {
    const data = { aws_region: { r: at("network/net/region") } };
    const { modules } = graph({ ...network, json: { ...network.json, data } });
    expect(modules).toEqual([
      {
        id: "network/net",
        stack: "network",
        name: "net",
        kind: "private-network",
        resources: new Map([
          ["aws_vpc", 1],
          ["aws_subnet", 1],
        ]),
      },
    ]);
  });

  it("follows references within a stack, through locals and data blocks", () => {
    const one = stack("one", {
      resource: {
        aws_kms_key: { k: at("one/a/key") },
        aws_s3_bucket: { b: at("one/b/bucket", { key: "${local.key}" }) },
        aws_iam_role: { r: at("one/c/role", { policy: "${data.aws_iam_policy_document.d.json}" }) },
      },
      data: { aws_iam_policy_document: { d: at("one/b/document") } },
      locals: { key: "${aws_kms_key.k.arn}" },
    });
    expect(graph(one).edges).toEqual([
      { from: "one/a", to: "one/b", by: "reference" },
      { from: "one/b", to: "one/c", by: "reference" },
    ]);
  });

  it("follows references into other stacks' outputs", () => {
    const value =
      "${data.terraform_remote_state.cross-stack-reference-input-network.outputs.cross-stack-output-vpc}";
    const other = stack("other", { resource: { aws_instance: { i: at("other/host/i", { vpc: value }) } } });
    expect(graph(network, other).edges).toEqual([{ from: "network/net", to: "other/host", by: "reference" }]);
  });

  it("knows a hand-over by the name of an SSM parameter", () => {
    const writer = stack("training", {
      resource: { aws_ssm_parameter: { p: at("training/pipeline/p", { name: "/dogs/model-uri" }) } },
    });
    const reader = stack("serving", {
      data: { aws_ssm_parameter: { m: at("serving/model", { name: "/dogs/model-uri" }) } },
      resource: {
        aws_sagemaker_model: { m: at("serving/main/m", { url: "${data.aws_ssm_parameter.m.value}" }) },
      },
    });
    expect(graph(writer, reader).edges).toEqual([
      { from: "training/pipeline", to: "serving/main", by: "parameter" },
    ]);
  });

  it("draws no arrow for text that is no reference, from a module to itself, or from an output that is not there", () => {
    const none = stack("none", {
      resource: {
        aws_vpc: { v: at("none/a/v") },
        aws_subnet: { s: at("none/a/s", { vpc: "${aws_vpc.v.id}" }) },
        aws_instance: {
          i: at("none/b/i", {
            text: "aws_vpc.v.id",
            gone: "${data.terraform_remote_state.cross-stack-reference-input-network.outputs.gone}",
          }),
        },
      },
    });
    expect(graph(network, none).edges).toEqual([]);
  });
});

describe("the drawing", () => {
  it("names a construct where its module's name does not", () => {
    const json = { resource: { aws_vpc: { v: at("s/endpoint-main/v") } } };
    const dot = dotOf(graph(stack("s", json, { "endpoint-main": "inference-endpoint" })), []);
    expect(dot).toContain("<b>inference-endpoint</b>");
    expect(dot).toContain("“main”");
    expect(dot).toContain(">1 resource<");
    expect(dotOf(graph({ ...network, kinds: new Map([["net", "private-net"]]) }), [])).not.toContain("“");
  });

  it("says of every module what it is about", () => {
    const { modules } = graphOf(synthesizePreset("production"));
    expect(modules.length).toBeGreaterThan(5);
    for (const { id, resources } of modules) expect([id, mainTypes(resources).length]).not.toEqual([id, 0]);
  });
});
