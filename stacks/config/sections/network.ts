/** `network:` the private network, made here or found. */
import { inputs as privateNetwork } from "../../../modules/private-network/inputs";
import { importInputs } from "../../../modules/private-network/imported";
import { obj } from "../../../modules/shared/inputs";
import { omit } from "../section";

export const network = obj(
  {
    ...omit(privateNetwork, "name", "clients", "kmsKeyArn", "tags"),
    existing: obj(omit(importInputs, "name", "tags"), {
      description: "A VPC that is there already. The other settings of the network then have no effect.",
      optional: true,
    }),
  },
  { description: "The network that everything sits in.", default: {} },
);
