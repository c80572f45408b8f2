import { presetCanBeDeployed } from "../support/deployment";
import { isReferenceDeployment } from "../support/reference";

presetCanBeDeployed("m5-baseline", (deployed) => isReferenceDeployment("m5-baseline", deployed));
