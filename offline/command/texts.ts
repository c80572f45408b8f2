export const USAGE = `Runs a command with the AWS provider's offline stand-in attached to Terraform.

usage: offline-aws [--help] COMMAND [ARGUMENTS…]

  offline-aws cdktf deploy '*'        plan and apply every stack, without an account
  offline-aws cdktf diff network      likewise diff, destroy, output
  offline-aws terraform plan          in a folder with Terraform files; tofu, too

Within this repository: npm run offline -- COMMAND [ARGUMENTS…]

State is kept in out/offline/state below the current folder, or in the folder that OFFLINE_AWS_STATE_FOLDER names.
The exit code is the command's own; 2 for wrong usage.
`;

export const banner = (
  stateFolder: string,
): string => `offline-aws: Terraform works against a stand-in for the AWS provider.
  Proven here: the configuration itself - its types, references, order, plan, apply, destroy.
  Not proven: what AWS does - quotas, IAM denials, eventual consistency, drift, prices, names taken by others (or by
  another stack or region of yours), what images and public parameters hold.
  State: ${stateFolder} (no other state is read or written)
`;

export const MISSING_TERRAFORM = `offline-aws: neither terraform nor tofu is on PATH. Install one, version 1.10 or later:
  Terraform  https://developer.hashicorp.com/terraform/install
  OpenTofu   https://opentofu.org/docs/intro/install
`;

export const tooOld = (name: string, version: string): string =>
  `offline-aws: ${name} ${version} is too old; version 1.10 or later is needed.\n`;
