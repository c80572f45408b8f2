/**
 * What the modules have to know about instance types, by family (`g4dn` of `ml.g4dn.xlarge`).
 * Source: the AWS pages "Amazon EC2 instance types" and "SageMaker instance types"; families, because sizes share these facts.
 */
import { Fn } from "./tf";
import { isUnresolved, type Flag } from "./inputs";

/**
 * Families with local NVMe storage. SageMaker refuses a training volume's KMS key on them ("You can't request a
 * VolumeKmsKeyId when using an instance type with local storage"); their disks are encrypted by hardware.
 */
export const localStorageFamilies = [
  "c5d", "c6gd", "c6id", "c7gd", "g4dn", "g5", "g6", "g6e", "i3", "i3en", "i4i", "m5d", "m6gd", "m6id", "m7gd", "p3dn", "p4d", "p4de",
  "p5", "p5e", "p5en", "r5d", "r6gd", "r6id", "r7gd", "trn1", "trn1n", "trn2",
] as const; // prettier-ignore

/** Families with NVIDIA GPUs. Not every availability zone offers them. */
export const gpuFamilies = [
  "g4dn",
  "g5",
  "g5g",
  "g6",
  "g6e",
  "p3",
  "p3dn",
  "p4d",
  "p4de",
  "p5",
  "p5e",
  "p5en",
] as const;

/** Burstable families: SageMaker cannot scale endpoints on them automatically. */
export const burstableFamilies = ["t2", "t3", "t3a", "t4g"] as const;

/** Families that Elastic Fabric Adapter training runs on, in their largest sizes. */
export const efaFamilies = ["p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "trn1", "trn1n", "trn2"] as const;

/** SageMaker names are EC2's with `ml.` before them. */
export const mlInstanceTypePattern = "^ml\\.[a-z0-9-]+\\.[a-z0-9]+$";
export const ec2InstanceTypePattern = "^[a-z][a-z0-9-]*\\.[a-z0-9]+$";

/** `g4dn` of `g4dn.xlarge` and of `ml.g4dn.xlarge`. */
export function instanceFamily(instanceType: string): string {
  const parts = instanceType.split(".");
  return parts[parts.length - 2] ?? "";
}

/** Whether an instance type is of one of the families; computed by Terraform when only Terraform knows the type. */
export function isInFamily(instanceType: string, families: readonly string[]): Flag {
  if (!isUnresolved(instanceType)) return families.includes(instanceFamily(instanceType));
  const family = Fn.element(Fn.reverse(Fn.split(".", instanceType)), 1) as unknown;
  const contained: unknown = Fn.contains([...families], family);
  return contained as Flag;
}

/** The same as a Terraform condition on the expression `x`, for rules between inputs. */
export const inFamilyCondition = (x: string, families: readonly string[]): string =>
  `contains([${families.map((family) => JSON.stringify(family)).join(", ")}], element(reverse(split(".", ${x})), 1))`;

/**
 * vCPUs of an instance type, from its size: for every current family but the GPU accelerators' largest, `large` has two, and
 * each `x` doubles or multiplies the four of `xlarge`.
 */
export function vcpuCount(instanceType: string): number {
  const size = instanceType.split(".").at(-1) ?? "";
  const isBurstable = (burstableFamilies as readonly string[]).includes(instanceFamily(instanceType));
  if (size === "medium") return isBurstable ? 2 : 1;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? 2 : 4 * Number(times || 1);
}

/** GPUs of an instance type; undefined for types without. Source: the families' pages of "Amazon EC2 instance types". */
export function gpuCount(instanceType: string): number | undefined {
  const family = instanceFamily(instanceType);
  if (!(gpuFamilies as readonly string[]).includes(family)) return undefined;
  if (/^p[45]/.test(family) || family === "p3dn") return 8;
  const size = instanceType.split(".").at(-1) ?? "";
  if (family === "p3") return { "2xlarge": 1, "8xlarge": 4, "16xlarge": 8 }[size] ?? 1;
  return { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8 }[size] ?? 1;
}
