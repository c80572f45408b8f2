import { asText } from "../provider/values";
import { conflicting, countBetween, matches, oneOf } from "./checks";
import type { BehaviourTable } from "./types";

export const ssm: BehaviourTable = {
  aws_ssm_parameter: {
    id: "{name}",
    replacedBy: ["name"],
    recomputed: ["version"],
    computed: {
      data_type: "text",
      tier: "Standard",
      has_value_wo: false,
      key_id: ({ values }) => (values.type === "SecureString" ? "alias/aws/ssm" : ""),
      version: ({ prior }) => Number(prior?.version ?? 0) + 1,
      insecure_value: ({ values }) => (values.type === "SecureString" ? "" : (values.value ?? "")),
      value: ({ values }) => values.insecure_value ?? "",
      arn: ({ values, region, account, partition }) =>
        `arn:${partition}:ssm:${region}:${account}:parameter/${asText(values.name).replace(/^\//, "")}`,
    },
    checks: [
      matches("name", /^[A-Za-z0-9_.\-/]{1,2048}$/, "a name of letters, digits and _.-/"),
      oneOf("type", ["String", "StringList", "SecureString"]),
      oneOf("tier", ["Standard", "Advanced", "Intelligent-Tiering"]),
      oneOf("data_type", ["text", "aws:ec2:image", "aws:ssm:integration"]),
      conflicting("value", "insecure_value", "value_wo"),
    ],
    unique: ["name"],
    importedBy: ["name"],
  },
  aws_ssm_association: {
    id: "{uuid}",
    arn: "arn:{partition}:ssm:{region}:{account}:association/{id}",
    replacedBy: ["name", "automation_target_parameter_name"],
    computed: { association_id: "{id}", document_version: "$DEFAULT" },
    checks: [
      oneOf("compliance_severity", ["UNSPECIFIED", "LOW", "MEDIUM", "HIGH", "CRITICAL"]),
      countBetween("targets", 0, 5),
      countBetween("targets.values", 0, 50),
    ],
  },
};
