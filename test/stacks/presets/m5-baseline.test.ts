import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("m5-baseline");
