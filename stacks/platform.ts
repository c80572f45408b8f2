/** The platform: four stacks, each deployed after those it reads from. */
import type { App } from "../modules/shared/tf";
import type { Configuration } from "./config/configuration";
import { GovernanceStack } from "./governance-stack";
import { NetworkStack } from "./network-stack";
import { ServingStack } from "./serving-stack";
import { TrainingStack } from "./training-stack";

export interface Platform {
  readonly network: NetworkStack;
  readonly training: TrainingStack;
  readonly serving: ServingStack;
  readonly governance: GovernanceStack;
}

/** @throws InputError when a module refuses what the configuration says */
export function addPlatform(app: App, config: Configuration): Platform {
  const network = new NetworkStack(app, config);
  const training = new TrainingStack(app, config, network.network);
  const serving = new ServingStack(app, config, network.network, training.store);
  const governance = new GovernanceStack(app, config, training, serving);
  return { network, training, serving, governance };
}
