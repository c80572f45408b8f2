import { asText, type Value } from "../provider/values";
import {
  arn,
  between,
  conflicting,
  countBetween,
  exactlyOneOf,
  matches,
  oneOf,
  oneOfNumbers,
  rule,
} from "./checks";
import type { BehaviourTable, Check } from "./types";

const LAMBDA = "arn:{partition}:lambda:{region}:{account}:";
const invokeArn = "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations";

/** Runtimes that a function may still be created with; the list only grows: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIMES = [
  "nodejs20.x",
  "nodejs22.x",
  "nodejs24.x",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "java11",
  "java17",
  "java21",
  "java25",
  "dotnet8",
  "dotnet10",
  "ruby3.2",
  "ruby3.3",
  "ruby3.4",
  "provided.al2",
  "provided.al2023",
];

const ARCHITECTURES = ["x86_64", "arm64"];

const functionName: Check = matches(
  "function_name",
  /^(arn:.+|[a-zA-Z0-9-_]{1,64}(:[a-zA-Z0-9-_$]+)?)$/,
  "a function's name or ARN",
);

export const lambda: BehaviourTable = {
  aws_lambda_function: {
    id: "{function_name}",
    arn: `${LAMBDA}function:{function_name}`,
    defaults: {
      memory_size: 128,
      package_type: "Zip",
      publish: false,
      reserved_concurrent_executions: -1,
      skip_destroy: false,
      timeout: 3,
      "vpc_config.ipv6_allowed_for_dual_stack": false,
    },
    replacedBy: ["function_name", "package_type"],
    recomputed: ["last_modified", "qualified_arn", "qualified_invoke_arn", "version", "code_sha256"],
    computed: {
      architectures: () => ["x86_64"],
      code_sha256: ({ values }) => (values.source_code_hash as string | null) ?? "",
      invoke_arn: invokeArn,
      last_modified: "2020-01-01T00:00:00.000+0000",
      version: ({ values, prior }) =>
        values.publish === true ? asText(Number(numeric(prior?.version)) + 1) : "$LATEST",
      qualified_arn: `${LAMBDA}function:{function_name}:{version}`,
      qualified_invoke_arn:
        "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{qualified_arn}/invocations",
      source_code_size: 0,
      "vpc_config.vpc_id": "vpc-{hash}",
      "logging_config.log_group": "/aws/lambda/{function_name}",
      "ephemeral_storage.size": 512,
    },
    checks: [
      matches("function_name", /^[a-zA-Z0-9-_]{1,64}$/, "1 to 64 letters, digits, - and _"),
      arn("role", "iam"),
      between("timeout", 1, 900),
      between("memory_size", 128, 32768),
      between("ephemeral_storage.size", 512, 10240),
      between("reserved_concurrent_executions", -1, Number.MAX_SAFE_INTEGER),
      oneOf("runtime", RUNTIMES),
      oneOf("architectures", ARCHITECTURES),
      oneOf("package_type", ["Zip", "Image"]),
      oneOf("tracing_config.mode", ["Active", "PassThrough"]),
      oneOf("logging_config.log_format", ["JSON", "Text"]),
      arn("dead_letter_config.target_arn", "sqs", "sns"),
      arn("kms_key_arn", "kms"),
      exactlyOneOf("filename", "image_uri", "s3_bucket"),
      countBetween("layers", 0, 5),
      rule(["package_type", "handler", "runtime"], ({ package_type, handler, runtime }) =>
        package_type !== "Image" && (handler === null || runtime === null)
          ? "handler and runtime must be set when package_type is Zip"
          : undefined,
      ),
      rule(["s3_bucket", "s3_key"], ({ s3_bucket, s3_key }) =>
        s3_bucket !== null && s3_key === null ? "s3_bucket needs s3_key" : undefined,
      ),
    ],
    unique: ["function_name"],
    importedBy: ["function_name"],
  },
  aws_lambda_alias: {
    id: "{arn}",
    replacedBy: ["function_name", "name"],
    computed: {
      arn: ({ values, region, account, partition }) => {
        const target = asText(values.function_name);
        const owner = target.startsWith("arn:")
          ? target
          : `arn:${partition}:lambda:${region}:${account}:function:${target}`;
        return `${owner}:${asText(values.name)}`;
      },
      invoke_arn: invokeArn,
    },
    checks: [
      functionName,
      matches("function_version", /^(\$LATEST|[0-9]+)$/, "$LATEST or a version's number"),
    ],
    unique: ["function_name", "name"],
  },
  aws_lambda_provisioned_concurrency_config: {
    id: "{function_name},{qualifier}",
    defaults: { skip_destroy: false },
    replacedBy: ["function_name", "qualifier"],
    checks: [
      between("provisioned_concurrent_executions", 1, Number.MAX_SAFE_INTEGER),
      matches(
        "qualifier",
        /^(?!\$LATEST$).+$/,
        "an alias or a version (provisioned concurrency is not for $LATEST)",
      ),
    ],
    unique: ["function_name", "qualifier"],
  },
  aws_lambda_permission: {
    id: "{statement_id}",
    replacedBy: [
      "action",
      "event_source_token",
      "function_name",
      "function_url_auth_type",
      "principal",
      "principal_org_id",
      "qualifier",
      "source_account",
      "source_arn",
      "statement_id",
      "statement_id_prefix",
    ],
    computed: { statement_id: "terraform-{hash:26}" },
    checks: [
      functionName,
      matches("action", /^lambda:[a-zA-Z*]+$/, "an action of Lambda such as lambda:InvokeFunction"),
      matches("statement_id", /^[a-zA-Z0-9-_]{1,100}$/, "1 to 100 letters, digits, - and _"),
      arn("source_arn"),
      matches("source_account", /^\d{12}$/, "12 digits"),
    ],
    unique: ["function_name", "qualifier", "statement_id"],
  },
  aws_lambda_function_event_invoke_config: {
    id: "{function_name}:{qualifier}",
    defaults: { maximum_retry_attempts: 2 },
    replacedBy: ["function_name", "qualifier"],
    checks: [
      between("maximum_event_age_in_seconds", 60, 21600),
      between("maximum_retry_attempts", 0, 2),
      arn("destination_config.on_failure.destination", "sqs", "sns", "lambda", "events", "s3"),
      arn("destination_config.on_success.destination", "sqs", "sns", "lambda", "events"),
    ],
    unique: ["function_name", "qualifier"],
  },
  aws_lambda_function_url: {
    id: "{function_name}",
    defaults: { invoke_mode: "BUFFERED" },
    replacedBy: ["function_name", "qualifier"],
    computed: {
      function_arn: `${LAMBDA}function:{function_name}`,
      url_id: "{hash:32}",
      function_url: "https://{url_id}.lambda-url.{region}.on.aws/",
    },
    checks: [
      oneOf("authorization_type", ["AWS_IAM", "NONE"]),
      oneOf("invoke_mode", ["BUFFERED", "RESPONSE_STREAM"]),
    ],
    unique: ["function_name", "qualifier"],
  },
  aws_lambda_layer_version: {
    id: "{arn}",
    arn: `${LAMBDA}layer:{layer_name}:{version}`,
    defaults: { skip_destroy: false },
    replacedBy: [
      "compatible_architectures",
      "compatible_runtimes",
      "description",
      "filename",
      "layer_name",
      "license_info",
      "s3_bucket",
      "s3_key",
      "s3_object_version",
      "source_code_hash",
    ],
    computed: {
      created_date: "2020-01-01T00:00:00.000+0000",
      layer_arn: `${LAMBDA}layer:{layer_name}`,
      version: "1",
      source_code_size: 0,
    },
    checks: [
      exactlyOneOf("filename", "s3_bucket"),
      countBetween("compatible_runtimes", 0, 15),
      oneOf("compatible_architectures", ARCHITECTURES),
    ],
  },
  aws_lambda_event_source_mapping: {
    id: "{uuid}",
    defaults: { enabled: true, maximum_record_age_in_seconds: -1, maximum_retry_attempts: -1 },
    replacedBy: ["event_source_arn", "queues", "starting_position", "starting_position_timestamp", "topics"],
    computed: {
      uuid: "{id}",
      arn: `${LAMBDA}event-source-mapping:{id}`,
      function_arn: ({ values, region, account, partition }) => {
        const target = asText(values.function_name);
        return target.startsWith("arn:")
          ? target
          : `arn:${partition}:lambda:${region}:${account}:function:${target}`;
      },
      last_modified: "2020-01-01T00:00:00Z",
      state: "Enabled",
      state_transition_reason: "USER_INITIATED",
    },
    checks: [
      functionName,
      arn("event_source_arn"),
      between("batch_size", 1, 10000),
      between("maximum_batching_window_in_seconds", 0, 300),
      oneOfNumbers("parallelization_factor", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      oneOf("starting_position", ["AT_TIMESTAMP", "LATEST", "TRIM_HORIZON"]),
      conflicting("event_source_arn", "self_managed_event_source"),
    ],
    unique: ["event_source_arn", "function_name"],
  },
};

const numeric = (version: Value | undefined): string =>
  /^\d+$/.test(asText(version)) ? asText(version) : "0";
