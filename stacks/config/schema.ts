/**
 * What a configuration can say. Sections are made of the modules' own inputs tables, so that a module's new input can be
 * configured at once and means the same everywhere.
 */
import { map, obj, rulesOf, str } from "../../modules/shared/inputs";
import { governance } from "./sections/governance";
import { network } from "./sections/network";
import { serving } from "./sections/serving";
import { training } from "./sections/training";
import { platformRules } from "./rules";

export const inputs = {
  name: str({
    description: "What the platform is called; the prefix of every name is <name>-<environment>.",
    pattern: "^[a-z][a-z0-9]*$",
    patternSays: "lower-case letters and digits, beginning with a letter",
    maxLength: 10,
  }),
  environment: str({
    description: "Which of the platform's deployments this is, e.g. dev.",
    pattern: "^[a-z][a-z0-9]*$",
    patternSays: "lower-case letters and digits, beginning with a letter",
    maxLength: 8,
  }),
  region: str({
    description: "AWS region.",
    default: "eu-west-1",
    pattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$",
    patternSays: "an AWS region such as eu-west-1",
  }),
  owner: str({
    description: "Who answers for the platform; the value of the tag Owner.",
    default: "ml-platform",
    minLength: 1,
    maxLength: 64,
  }),
  tags: map(str({ description: "Value of the tag.", maxLength: 256 }), {
    description: "Further tags of every resource.",
    default: {},
    maxItems: 40,
  }),
  state: obj(
    {
      bucket: str({ description: "Bucket for the states.", minLength: 3, maxLength: 63 }),
      region: str({ description: "The bucket's region." }),
      keyPrefix: str({
        description: "Folder in the bucket, without slashes at its ends.",
        pattern: "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$",
        patternSays: "a folder such as mlops/dev",
      }),
      kmsKeyArn: str({
        description: "KMS key that encrypts the states; the bucket's own default without it.",
        optional: true,
      }),
    },
    {
      description:
        "Keeps Terraform's state in S3, locked by a file beside it. Without it, state is kept in local files.",
      optional: true,
    },
  ),
  network,
  training,
  serving,
  governance,
} as const;

export const rules = rulesOf(inputs, ...platformRules);
