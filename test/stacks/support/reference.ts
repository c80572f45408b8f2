/** Holds a deployed preset against the deployment that it reproduces. */
import { Deployed } from "./deployed";
import { referenceDeployments, type ReferenceDeployment } from "./reference-table";

/** To be called among the tests of a deployed preset. */
export function isReferenceDeployment(preset: keyof typeof referenceDeployments, deployed: Deployed): void {
  const recorded: ReferenceDeployment = referenceDeployments[preset];
  it("has the recorded notebook", () => {
    const { instance_type, direct_internet_access } = deployed.one("aws_sagemaker_notebook_instance");
    if (recorded.notebook) expect(instance_type).toBe(recorded.notebook);
    expect(direct_internet_access).toBe("Disabled");
  });

  it("trains on the recorded instances", () => trainingIs(recorded.training, deployed));

  it("has the recorded training host", () => hostIs(recorded.host, deployed));

  it("serves from the recorded endpoints, scaled as recorded", () => endpointsAre(recorded, deployed));

  it("has the recorded function before one endpoint, which it alone may invoke", () => {
    functionIs(recorded.function, deployed);
    mayInvokeOneEndpoint(deployed);
  });

  it("has a single NAT gateway", () => {
    expect(deployed.all("aws_nat_gateway")).toHaveLength(1);
  });
}

interface Pipeline {
  States: Record<string, object> & {
    Defaults: {
      Assign: {
        defaults: { instanceType: string; instanceCount: number; hyperParameters: Record<string, string> };
        options: { tuningInstanceType?: string };
      };
    };
  };
}

function trainingIs(
  { single, several, epochs, tuning }: ReferenceDeployment["training"],
  deployed: Deployed,
): void {
  const pipelines = new Map(
    deployed
      .all("aws_sfn_state_machine")
      .map(({ name, definition }) => [
        String(name).split("-").at(-1),
        JSON.parse(String(definition)) as Pipeline,
      ]),
  );
  expect([...pipelines.keys()].sort()).toEqual(several === null ? ["single"] : ["several", "single"]);
  for (const [name, { States }] of pipelines) {
    const { defaults, options } = States.Defaults.Assign;
    const expected = name === "single" ? single : several;
    if (expected) expect(`${defaults.instanceCount} ${defaults.instanceType}`).toBe(expected);
    if (epochs !== undefined) expect(defaults.hyperParameters.epochs).toBe(String(epochs));
    expect(options.tuningInstanceType ?? null).toBe(tuning);
    expect("Tune" in States).toBe(tuning !== null);
  }
}

function hostIs(
  { instanceType, image, arguments: words = [], dataset }: ReferenceDeployment["host"],
  deployed: Deployed,
): void {
  const host = deployed.one("aws_instance");
  expect(host).toMatchObject({
    instance_type: instanceType,
    instance_market_options: [],
    associate_public_ip_address: false,
  });
  // Security groups without a way in stand where network and security group were set up by hand.
  expect(deployed.all("aws_vpc_security_group_ingress_rule").filter(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(
    [],
  );
  const userData = String(host.user_data);
  const setting = (name: string) => new RegExp(`^${name}='(.*)'$`, "m").exec(userData)?.[1] ?? "";
  for (const word of words) expect(setting("TRAINING_ARGUMENTS")).toContain(word);
  if (dataset) expect(setting("DATASET_URI")).toMatch(dataset);
  const [ami] = deployed.data("aws_ssm_parameter.host_ami");
  expect(host.ami).toBe(ami?.insecure_value);
  if (image) expect(ami?.name).toMatch(image);
}

function endpointsAre({ endpoints, scaling }: ReferenceDeployment, deployed: Deployed): void {
  const { instanceType, count, minInstances, maxInstances } = endpoints;
  expect(deployed.all("aws_sagemaker_endpoint")).toHaveLength(count);
  for (const { production_variants } of deployed.all("aws_sagemaker_endpoint_configuration")) {
    if (instanceType) expect(production_variants).toMatchObject([{ instance_type: instanceType }]);
  }
  const targets = deployed.all("aws_appautoscaling_target");
  expect(targets.map(({ min_capacity, max_capacity }) => [min_capacity, max_capacity])).toEqual(
    Array(count).fill([minInstances, maxInstances]),
  );
  const expected = {
    target_value: scaling.invocationsPerInstance,
    scale_in_cooldown: scaling.scaleInCooldownSeconds,
    scale_out_cooldown: scaling.scaleOutCooldownSeconds,
  };
  const recorded = Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
  const policies = deployed.all("aws_appautoscaling_policy");
  expect(policies).toHaveLength(count);
  for (const { target_tracking_scaling_policy_configuration: configuration } of policies) {
    expect(configuration).toMatchObject([
      {
        ...recorded,
        predefined_metric_specification: [
          { predefined_metric_type: "SageMakerVariantInvocationsPerInstance" },
        ],
      },
    ]);
  }
}

/** Reads as "no reserved concurrency" in a state. */
const UNRESERVED = -1;

function functionIs(recorded: ReferenceDeployment["function"], deployed: Deployed): void {
  const made = deployed.one("aws_lambda_function");
  expect(made.reserved_concurrent_executions).toBe(recorded.reservedConcurrency ?? UNRESERVED);
  const provisioned = deployed.all("aws_lambda_provisioned_concurrency_config");
  expect(provisioned.map((one) => one.provisioned_concurrent_executions)).toEqual(
    recorded.provisionedConcurrency === null ? [] : [recorded.provisionedConcurrency],
  );
  expect((made.vpc_config as unknown[]).length > 0).toBe(recorded.isInNetwork);
  const [{ variables }] = made.environment as [{ variables: Record<string, string> }];
  // A host that cannot exist is how a function is kept from fetching anything.
  expect(variables.ALLOWED_HOSTS === "nothing.invalid").toBe(recorded.fetches === "caller");
  expect(variables.IMAGE_MODE === "url").toBe(recorded.fetches === "endpoint");
  if (recorded.passesThrough) expect(variables.IMAGE_MODE).toBe("pass-through");
  // A container that downloads images cannot be isolated.
  for (const { enable_network_isolation } of deployed.all("aws_sagemaker_model")) {
    expect(enable_network_isolation).toBe(recorded.fetches !== "endpoint");
  }
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** Where a deployment let the function do everything in SageMaker, the preset does not. */
function mayInvokeOneEndpoint(deployed: Deployed): void {
  const { role, environment } = deployed.one("aws_lambda_function");
  const [{ variables }] = environment as [{ variables: Record<string, string> }];
  const roleName = String(role).split("/").at(-1);
  const statements = deployed
    .all("aws_iam_role_policy")
    .filter((policy) => policy.role === roleName)
    .flatMap(({ policy }) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement);
  const onSageMaker = statements.filter(({ Action }) => /sagemaker|\*/.test([Action].flat().join(" ")));
  expect(onSageMaker).toEqual([
    expect.objectContaining({
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpoint",
      Resource: expect.stringMatching(new RegExp(`:endpoint/${variables.ENDPOINT_NAME}$`)) as string,
    }),
  ]);
  expect(deployed.all("aws_iam_role_policy_attachment").filter((one) => one.role === roleName)).toEqual([]);
}
