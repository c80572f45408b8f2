import {
  bucketPolicy,
  deadLetterQueuePolicy,
  endpointPolicy,
  functionPolicy,
  interfaceEndpointPolicy,
  invokeEndpoint,
  keyPolicy,
  notebookPolicy,
  trainingHostPolicy,
  policyDocument,
  s3EndpointPolicy,
  stateMachinePolicy,
  trainingJobPolicy,
  trustPolicy,
  withinLimit,
  listObjects,
  readObjects,
} from "../../../policies/documents";
import { arns, location } from "./samples";

const sids = (document: { Statement: readonly { Sid: string }[] }) =>
  document.Statement.map(({ Sid }) => Sid);

describe("least when nothing is asked for", () => {
  test("the invoke statement is plain InvokeEndpoint without conditions", () => {
    expect(invokeEndpoint({ endpointArn: arns.endpoint })).toEqual({
      Sid: "InvokeEndpoint",
      Effect: "Allow",
      Action: ["sagemaker:InvokeEndpoint"],
      Resource: [arns.endpoint],
    });
  });

  test("the invoke statement is narrowed by model and by network", () => {
    const statement = invokeEndpoint({
      endpointArn: arns.endpoint,
      targetModels: ["dogs.tar.gz"],
      sourceVpcEndpointIds: ["vpce-1"],
    });
    expect(statement.Condition).toEqual({
      StringEquals: { "sagemaker:TargetModel": ["dogs.tar.gz"], "aws:SourceVpce": ["vpce-1"] },
    });
  });

  test("a function outside a VPC only logs", () => {
    expect(sids(functionPolicy({ logGroupArn: arns.logGroup }))).toEqual(["WriteLogs"]);
  });

  test("a function does not list log streams, which only SageMaker does", () => {
    const [writeLogs] = functionPolicy({ logGroupArn: arns.logGroup }).Statement;
    expect(writeLogs).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${arns.logGroup}:*`],
    });
  });

  test("a dead-letter topic gets Publish, a queue SendMessage", () => {
    const topic = functionPolicy({ logGroupArn: arns.logGroup, deadLetter: { topicArn: arns.topic } });
    expect(topic.Statement[1]).toMatchObject({ Action: ["sns:Publish"], Resource: [arns.topic] });
  });

  test("an endpoint that writes nothing may only decrypt, and has no network permission outside a VPC", () => {
    const document = endpointPolicy({
      modelPrefixes: [{ bucketArn: arns.bucket, prefix: "models/" }],
      imageRepositoryArns: [arns.repository],
      logGroupArn: arns.logGroup,
      keyArns: [arns.key],
    });
    expect(sids(document)).toEqual([
      "ReadModels",
      "ListModels",
      "LogInToRegistry",
      "PullImages",
      "WriteLogs",
      "PublishMetrics",
      "DecryptWithKeys",
    ]);
  });

  test("a pipeline without tuning cannot touch tuning jobs", () => {
    const document = stateMachinePolicy({
      location,
      jobNamePrefix: "mlops-",
      executionRoleArn: arns.role,
      modelParameterArn: arns.modelParameter,
    });
    expect(JSON.stringify(document)).not.toMatch(/tuning/i);
  });

  test("a notebook without pipeline and endpoint only logs, reads and stops itself", () => {
    const document = notebookPolicy({
      location,
      notebookName: "n",
      logGroupArn: arns.logGroup,
      readPrefixes: [{ bucketArn: arns.bucket, prefix: "notebooks/" }],
    });
    expect(sids(document)).toEqual(["StopItself", "WriteLogs", "ReadObjects", "ListObjects"]);
  });

  test("a notebook without files reads nothing, and a host without a tag of its own stops nothing", () => {
    const common = { location, logGroupArn: arns.logGroup };
    const notebook = notebookPolicy({ ...common, notebookName: "n", readPrefixes: [] });
    expect(sids(notebook)).toEqual(["StopItself", "WriteLogs"]);
    const host = trainingHostPolicy({
      ...common,
      readPrefixes: [{ bucketArn: arns.bucket, prefix: "code/" }],
      writePrefixes: [{ bucketArn: arns.bucket, prefix: "models/" }],
      readyParameterArn: arns.readyParameter,
      metricNamespaces: ["Mlops/TrainingHost"],
    });
    expect(sids(host)).not.toContain("StopItself");
    expect(JSON.stringify(host)).not.toContain("StopInstances");
  });

  test("a key serves neither logs nor services unless they are named", () => {
    expect(sids(keyPolicy({ location, viaServices: ["s3"] }))).toEqual([
      "AccountAdministersKey",
      "AccountUsesKeyThroughServices",
      "ServicesGrantKeyToResources",
    ]);
  });

  test("a bucket that receives no logs, and a queue without rules, grant nothing", () => {
    const documents = [
      bucketPolicy({ bucketArn: arns.bucket, accountId: location.accountId }),
      deadLetterQueuePolicy({ queueArn: arns.queue, accountId: location.accountId }),
    ];
    expect(documents.flatMap((document) => document.Statement.map(({ Effect }) => Effect))).toEqual([
      "Deny",
      "Deny",
      "Deny",
    ]);
  });
});

describe("other partitions and expressions", () => {
  test("the partition goes into every ARN that is built", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", accountId: "111122223333" };
    const text = JSON.stringify([
      keyPolicy({ location: china, viaServices: ["s3"], dnsSuffix: "amazonaws.com.cn" }),
      s3EndpointPolicy({ location: china, bucketArns: [], images: { containers: true } }),
    ]);
    expect(text).not.toContain("arn:aws:");
    expect(text).toContain("arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/*");
    expect(text).toContain("s3.cn-north-1.amazonaws.com.cn");
  });

  test("Terraform expressions pass through unchanged", () => {
    const endpointArn = "${aws_sagemaker_endpoint.this.arn}";
    expect(invokeEndpoint({ endpointArn }).Resource).toEqual([endpointArn]);
    const bucketArn = "${aws_s3_bucket.store.arn}";
    expect(readObjects([{ bucketArn, prefix: "${var.prefix}" }]).Resource).toEqual([
      `${bucketArn}/\${var.prefix}*`,
    ]);
  });
});

describe("prefixes", () => {
  test("one list statement a bucket, the whole bucket without condition", () => {
    const other = "arn:aws:s3:::other";
    const statements = listObjects([
      { bucketArn: arns.bucket, prefix: "a/" },
      { bucketArn: other, prefix: "" },
      { bucketArn: arns.bucket, prefix: "b/" },
    ]);
    expect(statements.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition])).toEqual([
      ["ListObjects", [arns.bucket], { StringLike: { "s3:prefix": ["a/*", "b/*"] } }],
      ["ListObjects2", [other], undefined],
    ]);
  });
});

describe("wrong input is refused with what would be right", () => {
  const invoke = (endpointArn: string) => () => invokeEndpoint({ endpointArn });
  const read = (prefix: string) => () => readObjects([{ bucketArn: arns.bucket, prefix }]);

  test.each<[string, () => unknown, RegExp]>([
    [
      "an endpoint of every name",
      invoke("arn:aws:sagemaker:eu-central-1:111122223333:endpoint/*"),
      /wildcards are not allowed/,
    ],
    ["everything as an endpoint", invoke("*"), /must be an ARN like arn:aws:sagemaker/],
    ["no endpoint", invoke(""), /must be an ARN/],
    ["an ARN of another service", invoke(arns.bucket), /endpointArn is "arn:aws:s3/],
    [
      "an empty list of models",
      () => invokeEndpoint({ endpointArn: arns.endpoint, targetModels: [] }),
      /empty list/,
    ],
    [
      "models of asynchronous calls",
      () => invokeEndpoint({ endpointArn: arns.endpoint, targetModels: ["m"], asynchronous: true }),
      /plain calls only/,
    ],
    ["a prefix without its slash", read("data"), /must end in "\/"/],
    ["a prefix that starts with a slash", read("/data/"), /not start with it/],
    ["a prefix with a wildcard", read("da*/"), /without wildcards/],
    ["a statement without resources", () => readObjects([]), /ReadObjects names no resource/],
    ["a document of nothing", () => policyDocument(undefined), /at least one statement/],
    [
      "two statements of one Sid",
      () =>
        policyDocument(
          invokeEndpoint({ endpointArn: arns.endpoint }),
          invokeEndpoint({ endpointArn: arns.endpoint }),
        ),
      /Sid "InvokeEndpoint" stands in two statements/,
    ],
    [
      "an account that is none",
      () => trustPolicy({ service: "sagemaker.amazonaws.com", accountId: "1234" }),
      /12 digits/,
    ],
    [
      "source ARNs where the service sends none",
      () =>
        trustPolicy({
          service: "lambda.amazonaws.com",
          accountId: location.accountId,
          sourceArns: [arns.function],
        }),
      /sends no aws:SourceArn/,
    ],
    [
      "a wildcard among the extra actions of an endpoint",
      () =>
        interfaceEndpointPolicy({ service: "sts", accountId: location.accountId, extraActions: ["sts:*"] }),
      /exact action/,
    ],
    [
      "a job prefix of everything",
      () =>
        stateMachinePolicy({
          location,
          jobNamePrefix: "*",
          executionRoleArn: arns.role,
          modelParameterArn: arns.modelParameter,
        }),
      /jobNamePrefix is "\*"/,
    ],
    [
      "a log group ARN that ends in a star already",
      () =>
        trainingJobPolicy({
          readPrefixes: [{ bucketArn: arns.bucket, prefix: "data/" }],
          writePrefixes: [{ bucketArn: arns.bucket, prefix: "models/" }],
          imageRepositoryArns: [arns.repository],
          logGroupArn: `${arns.logGroup}:*`,
        }),
      /logGroupArn/,
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("size limits", () => {
  const ofSize = (characters: number) => {
    const empty = policyDocument({ Sid: "", Effect: "Allow", Action: [], Resource: [""] });
    const padding = characters - JSON.stringify(empty).length;
    return policyDocument({ Sid: "", Effect: "Allow", Action: [], Resource: ["x".repeat(padding)] });
  };

  test.each([
    ["managed", 6144],
    ["roleInline", 10240],
    ["trust", 2048],
  ] as const)("%s: %i characters pass, one more does not", (kind, limit) => {
    expect(() => withinLimit(kind, ofSize(limit))).not.toThrow();
    expect(() => withinLimit(kind, ofSize(limit + 1))).toThrow(`IAM allows at most ${limit}`);
  });
});
