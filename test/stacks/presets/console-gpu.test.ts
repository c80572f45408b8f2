import { presetCanBeDeployed } from "../support/deployment";
import { isReferenceDeployment } from "../support/reference";

presetCanBeDeployed("console-gpu", (deployed) => isReferenceDeployment("console-gpu", deployed));
