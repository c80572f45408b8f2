import { presetCanBeDeployed } from "../support/deployment";

presetCanBeDeployed("tuned-multi");
