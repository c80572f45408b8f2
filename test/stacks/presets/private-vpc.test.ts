import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("private-vpc");
