import { presetCanBeDeployed } from "../support/deployment";
import { isReferenceDeployment } from "../support/reference";

presetCanBeDeployed("tuned-multi", (deployed) => isReferenceDeployment("tuned-multi", deployed));
