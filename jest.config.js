/** Real Terraform runs in many tests: one worker a core, and room for a busy machine. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest"] },
  // One stand-in for the AWS provider a run, started by the first test that needs it.
  globalSetup: "<rootDir>/test/helpers/offline-setup.ts",
  globalTeardown: "<rootDir>/test/helpers/offline-teardown.ts",
  testTimeout: 120000,
  maxWorkers: 2,
};
