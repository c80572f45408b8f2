/** What every stack of the platform has: the provider with the platform's tags, a place for its state, and the policy linter. */
import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import {
  LocalBackend,
  S3Backend,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
} from "../modules/shared/tf";
import type { Configuration } from "./config/configuration";
import { PolicyLintValidation } from "./lint-validation";
import { prefixOf } from "./naming";
import { once } from "./once";

export abstract class PlatformStack extends TerraformStack {
  /** Prefix of every name: `<name>-<environment>`. */
  readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    readonly config: Configuration,
  ) {
    super(scope, id);
    this.prefix = prefixOf(config);
    new AwsProvider(this, "aws", { region: config.region, defaultTags: [{ tags: this.platformTags() }] });
    keepState(this, `${this.prefix}.${id}`, config.state);
    // Nothing is deployed with a policy that the linter refuses.
    PolicyLintValidation.addTo(this);
  }

  /** An output with exactly this name. */
  protected output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value }).overrideLogicalId(name);
  }

  /**
   * A text with expressions in it as one expression. CDKTF warns, without reason, of texts with expressions among the
   * arguments of Terraform's functions, and modules take their inputs apart with those. One name is one text.
   */
  protected local(name: string, text: string): string {
    return once(this, name, () => new TerraformLocal(this, name, text)).asString;
  }

  /** The platform's tags: of every resource by the provider, and of what AWS makes later on the platform's behalf. */
  protected platformTags(): Record<string, string> {
    const { name, environment, owner, tags } = this.config;
    return {
      ...tags,
      Project: name,
      Platform: this.prefix,
      Environment: environment,
      Owner: owner,
      ManagedBy: "terraform",
    };
  }
}

/**
 * In a bucket where the configuration names one, else in this folder.
 * @param name the platform's and the stack's: two platforms never share a state
 */
function keepState(stack: TerraformStack, name: string, state: Configuration["state"]): void {
  if (!state) {
    new LocalBackend(stack, { path: path.resolve(`terraform.${name}.tfstate`) });
    return;
  }
  new S3Backend(stack, {
    bucket: state.bucket,
    key: `${state.keyPrefix}/${name}.tfstate`,
    region: state.region,
    kmsKeyId: state.kmsKeyArn,
    encrypt: true,
  });
  // Terraform's own lock file in the bucket; CDKTF's backend ended before the option came.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
