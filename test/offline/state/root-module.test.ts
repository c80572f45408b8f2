import * as fs from "node:fs";
import * as path from "node:path";
import { readRootModule } from "../../../offline/state/root-module";
import { temporaryFolder } from "../../helpers/temporary";

function folder(files: Record<string, string>): string {
  const made = temporaryFolder();
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(made, name), text);
  return made;
}

test("a backend and remote states are read off HCL, comments and strings notwithstanding", async () => {
  const root = await readRootModule(
    folder({
      "a.tf": `# backend "gcs" {}\nterraform {\n  backend "s3" {\n    bucket = "b" # }\n    key    = "k"\n  }\n}\n`,
      "b.tf": `data "terraform_remote_state" "net" {\n  backend = "local"\n  config = {\n    path = "../net/terraform.tfstate"\n  }\n}\n`,
    }),
  );
  expect(root).toEqual({
    stored: { backend: "s3", config: { bucket: "b", key: "k" } },
    remoteStates: { net: { backend: "local", config: { path: "../net/terraform.tfstate" } } },
  });
});

test.each([
  ["objects", { backend: { local: { path: "p" } } }],
  ["lists", [{ backend: [{ local: [{ path: "p" }] }] }]],
])("a backend is read off Terraform JSON written with %s", async (_what, terraform) => {
  const root = await readRootModule(folder({ "cdk.tf.json": JSON.stringify({ terraform }) }));
  expect(root.stored).toEqual({ backend: "local", config: { path: "p" } });
});

test("an override file's backend counts", async () => {
  const json = (path: string) => JSON.stringify({ terraform: { backend: { local: { path } } } });
  const root = await readRootModule(
    folder({ "main.tf.json": json("main"), "a_override.tf.json": json("override") }),
  );
  expect(root.stored?.config).toEqual({ path: "override" });
});

test("an override file that Terraform would read after offline mode's own is refused", async () => {
  await expect(readRootModule(folder({ "zzz_override.tf": "" }))).rejects.toThrow("rename it");
});

test("a root without backend has none", async () => {
  expect(await readRootModule(folder({ "main.tf": "" }))).toEqual({ stored: undefined, remoteStates: {} });
});

test("HCP Terraform's block counts as a backend", async () => {
  const root = await readRootModule(
    folder({ "main.tf": `terraform {\n  cloud {\n    organization = "o"\n  }\n}\n` }),
  );
  expect(root.stored?.backend).toBe("cloud");
});

test("what is no HCL is left to Terraform to complain about", async () => {
  expect(await readRootModule(folder({ "main.tf": "terraform { backend" }))).toEqual({
    stored: undefined,
    remoteStates: {},
  });
});
