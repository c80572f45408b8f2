import { matches } from "../behaviour/checks";
import { asText } from "../provider/values";
import { DataSourceError, type DataSourceTable } from "./types";

interface InstanceFacts {
  vcpus: number;
  memoryMib: number;
  /** Local NVMe storage; 0 where there is none. */
  localStorageGb: number;
  gpus?: { name: string; count: number; memoryMib: number };
}

/** AWS's published figures: https://aws.amazon.com/ec2/instance-types/ (2025-11) */
const INSTANCE_TYPES: Record<string, InstanceFacts> = {
  "t3.micro": { vcpus: 2, memoryMib: 1024, localStorageGb: 0 },
  "t3.medium": { vcpus: 2, memoryMib: 4096, localStorageGb: 0 },
  "m5.large": { vcpus: 2, memoryMib: 8192, localStorageGb: 0 },
  "m5.xlarge": { vcpus: 4, memoryMib: 16384, localStorageGb: 0 },
  "m6i.large": { vcpus: 2, memoryMib: 8192, localStorageGb: 0 },
  "c5.xlarge": { vcpus: 4, memoryMib: 8192, localStorageGb: 0 },
  "c6i.xlarge": { vcpus: 4, memoryMib: 8192, localStorageGb: 0 },
  "g4dn.xlarge": {
    vcpus: 4,
    memoryMib: 16384,
    localStorageGb: 125,
    gpus: { name: "T4", count: 1, memoryMib: 16384 },
  },
  "g4dn.2xlarge": {
    vcpus: 8,
    memoryMib: 32768,
    localStorageGb: 225,
    gpus: { name: "T4", count: 1, memoryMib: 16384 },
  },
  "g5.xlarge": {
    vcpus: 4,
    memoryMib: 16384,
    localStorageGb: 250,
    gpus: { name: "A10G", count: 1, memoryMib: 24576 },
  },
  "g5.2xlarge": {
    vcpus: 8,
    memoryMib: 32768,
    localStorageGb: 450,
    gpus: { name: "A10G", count: 1, memoryMib: 24576 },
  },
  "g6.xlarge": {
    vcpus: 4,
    memoryMib: 16384,
    localStorageGb: 250,
    gpus: { name: "L4", count: 1, memoryMib: 24576 },
  },
  "p3.2xlarge": {
    vcpus: 8,
    memoryMib: 62464,
    localStorageGb: 0,
    gpus: { name: "V100", count: 1, memoryMib: 16384 },
  },
};

export const instanceTypes: DataSourceTable = {
  aws_ec2_instance_type: {
    checks: [matches("instance_type", /^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as g4dn.xlarge")],
    read: ({ config }) => {
      const type = asText(config.instance_type);
      const facts = INSTANCE_TYPES[type];
      if (!facts) {
        throw new DataSourceError(
          `offline mode knows no facts about ${type}; it knows ${Object.keys(INSTANCE_TYPES).join(", ")}. ` +
            "Add it to offline/data/instance-types.ts.",
        );
      }
      return {
        id: type,
        instance_type: type,
        bare_metal: false,
        burstable_performance_supported: type.startsWith("t"),
        current_generation: !type.startsWith("p3."),
        default_cores: facts.vcpus / 2,
        default_threads_per_core: 2,
        default_vcpus: facts.vcpus,
        ebs_encryption_support: "supported",
        gpus: facts.gpus
          ? [
              {
                count: facts.gpus.count,
                manufacturer: "NVIDIA",
                memory_size: facts.gpus.memoryMib,
                name: facts.gpus.name,
              },
            ]
          : [],
        hypervisor: "nitro",
        instance_storage_supported: facts.localStorageGb > 0,
        memory_size: facts.memoryMib,
        supported_architectures: ["x86_64"],
        supported_usages_classes: ["on-demand", "spot"],
        total_gpu_memory: (facts.gpus?.count ?? 0) * (facts.gpus?.memoryMib ?? 0),
        total_instance_storage: facts.localStorageGb,
      };
    },
  },
};
