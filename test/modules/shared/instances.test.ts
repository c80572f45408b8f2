import { str } from "../../../modules/shared/inputs";
import {
  burstableFamilies,
  ec2InstanceTypePattern,
  efaFamilies,
  gpuFamilies,
  inFamilyCondition,
  instanceFamily,
  isInFamily,
  localStorageFamilies,
  mlInstanceTypePattern,
} from "../../../modules/shared/instances";
import { bothWays } from "../../helpers/both-ways";
import { evaluate } from "../../helpers/evaluate";

const TYPES: [string, { local: boolean; gpu: boolean; burstable: boolean; efa: boolean }][] = [
  ["ml.g4dn.xlarge", { local: true, gpu: true, burstable: false, efa: false }],
  ["g5.2xlarge", { local: true, gpu: true, burstable: false, efa: false }],
  ["ml.p3.2xlarge", { local: false, gpu: true, burstable: false, efa: false }],
  ["ml.p4d.24xlarge", { local: true, gpu: true, burstable: false, efa: true }],
  ["ml.m5.large", { local: false, gpu: false, burstable: false, efa: false }],
  ["ml.m5d.large", { local: true, gpu: false, burstable: false, efa: false }],
  ["ml.t2.medium", { local: false, gpu: false, burstable: true, efa: false }],
  ["t3a.nano", { local: false, gpu: false, burstable: true, efa: false }],
];
const FACTS = {
  local: localStorageFamilies,
  gpu: gpuFamilies,
  burstable: burstableFamilies,
  efa: efaFamilies,
};

it.each([
  ["ml.g4dn.xlarge", "g4dn"],
  ["g4dn.xlarge", "g4dn"],
  ["u-6tb1.metal", "u-6tb1"],
  ["nonsense", ""],
])("the family of %s is %j", (type, family) => {
  expect(instanceFamily(type)).toBe(family);
});

it.each(Object.entries(FACTS))(
  "knows of %s families the same in TypeScript, as an expression and as a condition",
  async (fact, families) => {
    const answers = TYPES.map(([type, facts]) => [type, facts[fact as keyof typeof facts]] as const);
    const both = await bothWays(
      str({ description: "A type." }),
      answers.map(([type]) => type),
      (x: string) => isInFamily(x, families),
    );
    expect(both).toEqual(answers.map(([value, answer]) => ({ value, plain: answer, expression: answer })));
    const conditions = await evaluate(
      answers.map(([type]) => inFamilyCondition(JSON.stringify(type), families)),
    );
    expect(conditions).toEqual(answers.map(([, answer]) => answer));
  },
);

it("lists each family once, in order", () => {
  for (const families of Object.values(FACTS)) expect([...families]).toEqual([...new Set(families)].sort());
});

it("tells SageMaker's names from EC2's", () => {
  for (const type of ["ml.m5.large", "ml.p4d.24xlarge", "ml.eia2.medium"])
    expect(type).toMatch(new RegExp(mlInstanceTypePattern));
  for (const type of ["m5.large", "ml.m5", "ml.M5.large", "ml.m5.large "])
    expect(type).not.toMatch(new RegExp(mlInstanceTypePattern));
  for (const type of ["m5.large", "u-6tb1.metal"]) expect(type).toMatch(new RegExp(ec2InstanceTypePattern));
  for (const type of ["ml.m5.large", "m5", "5m.large"])
    expect(type).not.toMatch(new RegExp(ec2InstanceTypePattern));
});
