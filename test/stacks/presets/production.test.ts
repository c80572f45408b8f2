import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("production");
