import * as path from "node:path";
import { loadModule } from "../../../../modules/shared/export/load";
import { planThroughBothDoors, refusalByTypescript, refusalsByTerraform } from "../../../helpers/doors";
import { goodCases, wrongCases } from "../fixtures/cases";

const modules = path.resolve(__dirname, "../fixtures/modules");
const definition = loadModule("sample", modules);
const folder = path.join(modules, "sample");

describe("the sample module, which uses every kind of input and every helper", () => {
  it("plans the same through both doors", async () => {
    const planned = await planThroughBothDoors(definition, folder, Object.values(goodCases));
    expect(Object.keys(planned.typescript[1]?.resources ?? {}).sort()).toContain(
      'aws_subnet.subnet["with-Capital"]',
    );
    expect(planned.terraform).toEqual(planned.typescript);
  });

  it("refuses wrong inputs through both doors", async () => {
    const byTerraform = await refusalsByTerraform(
      definition,
      folder,
      wrongCases.map(({ props }) => props),
    );
    wrongCases.forEach(({ props, message }, index) => {
      expect(refusalByTypescript(definition, props)).toMatch(message);
      expect(byTerraform[index]).toMatch(message);
    });
  });
});
