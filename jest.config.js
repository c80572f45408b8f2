/** Real Terraform runs in many tests: one worker a core, and room for a busy machine. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest"] },
  testTimeout: 120000,
  maxWorkers: 2,
};
