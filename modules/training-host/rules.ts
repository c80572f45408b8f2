/** Rules between a training host's inputs. */
import { exactlyOne, hclString, rulesOf } from "../shared/inputs";
import { inputs } from "./inputs";

/** Below 4 GiB of memory. A run on a t2.micro was so slow that its connection broke, and all of it was lost. */
const TOO_SMALL = "^t[0-9][a-z]*\\.(nano|micro|small)$";

/** Graviton: a1, and families with a g behind their number, such as t4g and g5g. */
const ARM64 = "^(a1|[a-z]+[0-9]+g[a-z]*)\\.";

const matches = (pattern: string, text: string) => new RegExp(pattern).test(text);
const matchesCondition = (pattern: string, x: string) => `can(regex(${hclString(pattern)}, ${x}))`;

export const rules = rulesOf(
  inputs,
  exactlyOne(["storedDataset", "downloadedDataset"]),
  {
    at: "instanceType",
    says: "must not be a nano, micro or small burstable type, which is too small to train on: t3.medium is the least, m5.xlarge or g4dn.xlarge fit",
    reads: ["instanceType"],
    holds: ({ instanceType }) => !matches(TOO_SMALL, instanceType),
    condition: `!${matchesCondition(TOO_SMALL, "var.instance_type")}`,
  },
  {
    at: "amiParameter",
    says: "must name an image for the processor of {instanceType}: /arm64/ for Graviton types such as g5g, /x86_64/ for the others",
    reads: ["amiParameter", "instanceType"],
    // A parameter of one's own may name no processor.
    holds: ({ amiParameter, instanceType }) =>
      !amiParameter.includes(matches(ARM64, instanceType) ? "/x86_64/" : "/arm64/"),
    condition: `!strcontains(var.ami_parameter, ${matchesCondition(ARM64, "var.instance_type")} ? "/x86_64/" : "/arm64/")`,
  },
);
