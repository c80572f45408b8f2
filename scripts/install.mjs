#!/usr/bin/env node
// Installs the npm packages, after a look at what else has to be there.
import { ensureNodeModules } from "./lib/node-modules.mjs";
import { requirePrerequisites } from "./lib/prerequisites.mjs";

requirePrerequisites();
ensureNodeModules();
