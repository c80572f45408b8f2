/**
 * The file that keeps a root module's state apart while Terraform runs. Terraform reads override files in the order of their
 * names, so this one comes late.
 */
export const OFFLINE_OVERRIDE_FILE = "zz_offline_override.tf.json";

export interface LocalState {
  path: string;
  workspace_dir: string;
}

/** @param remoteStates where each `data "terraform_remote_state"` is found offline, by name */
export function overrideContent(own: LocalState, remoteStates: Record<string, LocalState>): object {
  const data = Object.fromEntries(
    Object.entries(remoteStates).map(([name, state]) => [name, { backend: "local", config: state }]),
  );
  return {
    "//": "Written by offline mode for one run of Terraform, and removed after it.",
    terraform: { backend: { local: own } },
    ...(Object.keys(data).length > 0 ? { data: { terraform_remote_state: data } } : {}),
  };
}
