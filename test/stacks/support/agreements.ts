/** What stacks have to agree on by name, since none of them reads it from another's state. */
import type { Deployed } from "./deployed";

/** To be called among the tests of a deployed preset. */
export function stacksAgree(deployed: Deployed): void {
  it("serves the models that its pipelines leave, and the starter model until then", () => {
    const parameters = deployed
      .all("aws_ssm_parameter")
      .filter(({ name }) => String(name).endsWith("/model-uri"));
    const read = deployed.data("aws_ssm_parameter.model-of-").map(({ name }) => name);
    expect(read.length).toBeGreaterThan(0);
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(read));
    const files = deployed
      .all("aws_s3_object")
      .map(({ bucket, key }) => `s3://${String(bucket)}/${String(key)}`);
    for (const { value } of parameters) expect(files).toContain(value);
  });

  it("lets the notebook and the function invoke endpoints that there are", () => {
    const endpoints = deployed.all("aws_sagemaker_endpoint").map(({ arn }) => arn);
    const allowed = deployed
      .all("aws_iam_role_policy")
      .flatMap(({ policy }) => (JSON.parse(String(policy)) as Policy).Statement)
      .filter(({ Action }) => [Action].flat().includes("sagemaker:InvokeEndpoint"))
      .flatMap(({ Resource }) => Resource);
    expect(allowed).toHaveLength(2);
    for (const resource of allowed) expect(endpoints).toContain(resource);
    const names = deployed.all("aws_sagemaker_endpoint").map(({ name }) => name);
    const [{ variables }] = deployed.one("aws_lambda_function").environment as [
      { variables: Record<string, string> },
    ];
    expect(names).toContain(variables.ENDPOINT_NAME);
  });

  it("watches every endpoint, function, pipeline and notebook", () => {
    const watched =
      JSON.stringify(deployed.all("aws_cloudwatch_metric_alarm")) +
      JSON.stringify(deployed.all("aws_cloudwatch_event_rule"));
    const unwatched = [
      "aws_sagemaker_endpoint",
      "aws_lambda_function",
      "aws_sfn_state_machine",
      "aws_sagemaker_notebook_instance",
    ]
      .flatMap((type) => deployed.all(type))
      .map((one) => String(one.name ?? one.function_name))
      .filter((name) => !watched.includes(name));
    expect(unwatched).toEqual([]);
  });
}

interface Policy {
  Statement: { Action: string | string[]; Resource: string | string[] }[];
}
