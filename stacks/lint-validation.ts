/**
 * The policy linter as a validation of CDKTF: a stack with a policy that is too wide is not synthesized. It needs nothing of
 * this platform, so other CDKTF projects can use it: `PolicyLintValidation.addTo(stack)`.
 */
import type { IValidation } from "constructs";
import { Annotations, type TerraformStack } from "../modules/shared/tf";
import { lint, type Finding, type LintOptions } from "../policies/lint";

/** Blocks of Terraform JSON that findings point to, as far as they are looked at here. */
interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, { "//"?: { metadata?: { path?: string } } }>>>>;

export class PolicyLintValidation implements IValidation {
  private constructor(
    private readonly stack: TerraformStack,
    private readonly options: LintOptions,
  ) {}

  /**
   * From now on, synthesizing the stack fails on the linter's errors, before any file is written. Warnings become CDKTF's
   * annotations. What stands in the `"//"` of a resource as `policy-lint` is suppressed.
   *
   * @param options the linter's, e.g. accounts that may be trusted
   */
  static addTo(stack: TerraformStack, options: LintOptions = {}): void {
    stack.node.addValidation(new PolicyLintValidation(stack, options));
  }

  /** CDKTF calls it after all aspects. Returns one line for each error. */
  validate(): string[] {
    const json = this.stack.toTerraform() as StackJson;
    const source = { file: `${this.stack.node.id}/cdk.tf.json`, content: JSON.stringify(json) };
    const findings = lint([source], this.options).findings.filter(({ suppressed }) => suppressed === null);
    for (const warning of findings.filter(({ severity }) => severity === "warning")) {
      Annotations.of(this.constructOf(warning, json)).addWarning(describe(warning));
    }
    return findings
      .filter(({ severity }) => severity === "error")
      .map((finding) => `${pathOf(finding, json) ?? this.stack.node.path}: ${describe(finding)}`);
  }

  private constructOf(finding: Finding, json: StackJson) {
    const path = pathOf(finding, json);
    return this.stack.node.findAll().find(({ node }) => node.path === path) ?? this.stack;
  }
}

function describe({ ruleId, name, resource, pointer, message }: Finding): string {
  return `${ruleId} ${name}, ${resource ?? "the stack"} ${pointer}: ${message}`.replace(/ +:/, ":");
}

/** The path of the construct that made the resource: CDKTF notes it beside each. */
function pathOf({ resource }: Finding, { resource: managed, data }: StackJson): string | undefined {
  const { mode, type, name } =
    /^(?<mode>data\.)?(?<type>\w+)\.(?<name>[^.[]+)/.exec(resource ?? "")?.groups ?? {};
  const blocks = mode === undefined ? managed : data;
  return blocks?.[type ?? ""]?.[name ?? ""]?.["//"]?.metadata?.path;
}
