const PROVIDER_ADDRESSES = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"];

/**
 * The environment that attaches Terraform (or OpenTofu) to a stand-in on a unix socket. With it `terraform init` installs
 * no AWS provider, writes no lock file and asks no registry.
 */
export function attachedEnvironment(socketPath: string, pid: number): Record<string, string> {
  const entry = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: pid,
    Test: true, // without this Terraform ends the server when it is done
    Addr: { Network: "unix", String: socketPath },
  };
  const providers = Object.fromEntries(PROVIDER_ADDRESSES.map((address) => [address, entry]));
  return { TF_REATTACH_PROVIDERS: JSON.stringify(providers), CHECKPOINT_DISABLE: "1" };
}
