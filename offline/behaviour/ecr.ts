import { matches, oneOf } from "./checks";
import type { BehaviourTable } from "./types";

export const ecr: BehaviourTable = {
  aws_ecr_repository: {
    id: "{name}",
    arn: "arn:{partition}:ecr:{region}:{account}:repository/{name}",
    defaults: {
      force_delete: false,
      image_tag_mutability: "MUTABLE",
      "encryption_configuration.encryption_type": "AES256",
    },
    replacedBy: ["name", "encryption_configuration"],
    computed: { registry_id: "{account}", repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}" },
    checks: [
      matches(
        "name",
        /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
        "2 to 256 lowercase characters",
      ),
      oneOf("image_tag_mutability", [
        "MUTABLE",
        "IMMUTABLE",
        "IMMUTABLE_WITH_EXCLUSION",
        "MUTABLE_WITH_EXCLUSION",
      ]),
      oneOf("encryption_configuration.encryption_type", ["AES256", "KMS", "KMS_DSSE"]),
    ],
    unique: ["name"],
  },
};
