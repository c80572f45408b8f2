import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("console-gpu");
