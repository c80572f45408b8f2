import { presetCanBeDeployed } from "../support/deployment";
import { isReferenceDeployment } from "../support/reference";

presetCanBeDeployed("private-vpc", (deployed) => isReferenceDeployment("private-vpc", deployed));
