import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../policies/lint";
import { lintFiles, verdicts } from "./helpers";

const fixtures = join(__dirname, "fixtures");

type Verdict = "risky" | "safe" | "target-dependent" | "partial" | "invalid" | "warn";
interface Truth {
  readonly verdict: Verdict;
  readonly why: string;
}

const severities = (findings: readonly Finding[]) => findings.map(({ severity }) => severity);

/** What each verdict asks of the findings. */
const asks: Record<Verdict, (findings: readonly Finding[]) => void> = {
  risky: (findings) => expect(severities(findings)).toContain("error"),
  safe: (findings) => expect(findings).toEqual([]),
  "target-dependent": (findings) => expect(severities(findings)).toEqual(["warning"]),
  partial: (findings) => {
    expect(verdicts(findings)).toEqual(["IAM202 error"]);
    expect(findings[0]?.message).toContain("every action of s3 on *");
  },
  invalid: (findings) => expect(findings.map(({ ruleId }) => ruleId).join()).toMatch(/IAM[01]\d\d/),
  warn: (findings) => expect(severities(findings)).toEqual(["warning"]),
};

describe.each(["hard", "hard-more"])("the cases in %s", (folder) => {
  const truth = JSON.parse(readFileSync(join(fixtures, `${folder}.truth.json`), "utf8")) as Record<
    string,
    Truth
  >;

  test("all have a truth", () => {
    const names = readdirSync(join(fixtures, folder)).map((file) => file.replace(/\.json$/, ""));
    expect(names.sort()).toEqual(Object.keys(truth).sort());
    expect(names).toHaveLength(15);
  });

  test.each(Object.entries(truth).map(([name, { verdict, why }]) => [name, verdict, why] as const))(
    "%s is %s: %s",
    (name, verdict) => {
      const content = readFileSync(join(fixtures, folder, `${name}.json`));
      asks[verdict](lintFiles({ [name]: content }).findings);
    },
  );
});
