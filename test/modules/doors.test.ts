/**
 * Every module through both doors: the TypeScript construct and the plain Terraform module that is exported from it plan the
 * same for the same inputs, and refuse the same wrong inputs. The inputs are in `test/modules/<module>/cases.ts`.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { loadModule, moduleNames, MODULES_FOLDER } from "../../modules/shared/export/load";
import {
  planThroughBothDoors,
  refusalByTypescript,
  refusalsByTerraform,
  type Props,
  type WrongCase,
} from "../helpers/doors";

interface Cases {
  goodCases: Record<string, Props>;
  wrongCases: WrongCase[];
}

/** Terraform drops an unknown attribute of an object without a word, so only TypeScript can refuse it. */
const isAboutUnknownField = (message: string) => /\S\.\S+ is not known\./.test(message);

const casesFile = (name: string) => path.join(__dirname, name, "cases.ts");

it.each(moduleNames())("%s has cases", (name) => {
  expect(fs.existsSync(casesFile(name))).toBe(true);
});

describe.each(moduleNames().filter((name) => fs.existsSync(casesFile(name))))("%s", (name) => {
  const definition = loadModule(name);
  const folder = path.join(MODULES_FOLDER, name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name
  const { goodCases, wrongCases } = require(casesFile(name)) as Cases;

  it("has rather different good cases, and wrong ones", () => {
    expect(Object.keys(goodCases).length).toBeGreaterThanOrEqual(2);
    expect(wrongCases.length).toBeGreaterThanOrEqual(2);
  });

  it("plans the same through both doors", async () => {
    const planned = await planThroughBothDoors(definition, folder, Object.values(goodCases));
    Object.keys(goodCases).forEach((title, index) => {
      const [typescript, terraform] = [planned.typescript[index], planned.terraform[index]];
      const named = <T>(value: T) => ({ case: title, ...value });
      expect(Object.keys(typescript?.resources ?? {})).not.toHaveLength(0);
      expect(named(terraform)).toEqual(named(typescript));
    });
  });

  it("refuses the wrong cases through both doors", async () => {
    const byTypescript = wrongCases.map(({ props }) => refusalByTypescript(definition, props) ?? "");
    const shared = wrongCases.filter((_case, index) => !isAboutUnknownField(byTypescript[index] ?? ""));
    const byTerraform = await refusalsByTerraform(
      definition,
      folder,
      shared.map(({ props }) => props),
    );
    const misses = [
      ...wrongCases.flatMap(({ title, message }, index) =>
        message.test(byTypescript[index] ?? "")
          ? []
          : [`TypeScript, ${title}: ${byTypescript[index] || "taken"}`],
      ),
      ...shared.flatMap(({ title, message }, index) =>
        message.test(byTerraform[index] ?? "")
          ? []
          : [`Terraform, ${title}: ${byTerraform[index] || "taken"}`],
      ),
    ];
    expect(misses).toEqual([]);
  });
});
