import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("dev");
