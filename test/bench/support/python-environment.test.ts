import { pythonEnvironment } from "../../../bench/support/python-environment";

test("an environment that nobody knows is said, with those that there are", () => {
  const found = pythonEnvironment("nonsense");
  expect("missing" in found && found.missing).toMatch(
    /no Python environment "nonsense"; there are: .*bench-lint/,
  );
});
