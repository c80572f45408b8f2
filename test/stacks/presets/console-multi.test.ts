import { presetCanBeDeployed } from "../support/deployment";
import { isReferenceDeployment } from "../support/reference";

presetCanBeDeployed("console-multi", (deployed) => isReferenceDeployment("console-multi", deployed));
