/** AWS's prebuilt images that a platform uses where its configuration names none. */
import { DataAwsSagemakerPrebuiltEcrImage } from "@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image";
import type { TerraformStack } from "../modules/shared/tf";
import { once } from "./once";

/**
 * Source: aws/deep-learning-containers, available_images.md and the support policy. AWS patches `pytorch-inference` no more
 * since 2026-06-30; an image of one's own (`serving.endpoints.<name>.image`) is the way on.
 */
const IMAGES = {
  "training-cpu": { repositoryName: "pytorch-training", imageTag: "2.8.0-cpu-py312-ubuntu22.04-sagemaker" },
  "training-gpu": {
    repositoryName: "pytorch-training",
    imageTag: "2.8.0-gpu-py312-cu129-ubuntu22.04-sagemaker",
  },
  "inference-cpu": { repositoryName: "pytorch-inference", imageTag: "2.6.0-cpu-py312-ubuntu22.04-sagemaker" },
  "inference-gpu": {
    repositoryName: "pytorch-inference",
    imageTag: "2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker",
  },
} as const;

/** The image's URI in the region that the stack's provider is set to; looked up once a stack. */
export function prebuiltImage(stack: TerraformStack, image: keyof typeof IMAGES): string {
  const id = `image-${image}`;
  return once(stack, id, () => new DataAwsSagemakerPrebuiltEcrImage(stack, id, IMAGES[image])).registryPath;
}
