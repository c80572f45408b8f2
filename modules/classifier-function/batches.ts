/** Messages of a queue that is not the module's own, handed to the alias in batches. */
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import {
  LambdaEventSourceMapping,
  lambdaEventSourceMappingScalingConfigToTerraform,
} from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import type { Construct } from "constructs";
import { block, fieldIn, when } from "../shared/expressions";
import type { ServiceRole } from "../shared/role";
import type { Values } from "./inputs";

export function readQueue(scope: Construct, p: Values, alias: LambdaAlias, role: ServiceRole): void {
  when(p.queue, (count) => {
    const queue = p.queue as NonNullable<Values["queue"]>;
    const mapping = new LambdaEventSourceMapping(scope, "queue", {
      count,
      eventSourceArn: queue.arn,
      functionName: alias.arn,
      batchSize: queue.batchSize,
      maximumBatchingWindowInSeconds: queue.windowSeconds,
      // The function names the messages that failed; without this SQS would give back the whole batch.
      functionResponseTypes: ["ReportBatchItemFailures"],
      tags: p.tags,
      // Lambda looks whether the role may read the queue.
      dependsOn: [role.permissions],
    });
    block(
      mapping,
      "scaling_config",
      lambdaEventSourceMappingScalingConfigToTerraform,
      fieldIn(p.queue, "maxConcurrency"),
      (maximumConcurrency) => ({ maximumConcurrency }),
    );
  });
}
