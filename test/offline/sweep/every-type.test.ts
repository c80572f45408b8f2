import { TYPES_IN_USE } from "../../../offline/types-in-use";
import { jsonRoot } from "../provider/root";
import { DATA_SOURCES, RESOURCES } from "./instances";

const named = (instances: Record<string, object>): object =>
  Object.fromEntries(Object.entries(instances).map(([type, instance]) => [type, { one: instance }]));

test("the sweep has one instance of every type in use", () => {
  expect(Object.keys(RESOURCES).sort()).toEqual(TYPES_IN_USE.resources);
  expect(Object.keys(DATA_SOURCES).sort()).toEqual(TYPES_IN_USE.dataSources);
});

test("real Terraform validates, plans, applies, re-plans without changes and destroys every type in use", async () => {
  const root = await jsonRoot({ resource: named(RESOURCES), data: named(DATA_SOURCES) });
  root.validate();
  const plan = root.plan();
  const created = plan.resource_changes.filter(({ change }) => change.actions.join() === "create");
  expect(created).toHaveLength(TYPES_IN_USE.resources.length);
  root.apply();
  const resources = root.state().values?.root_module.resources ?? [];
  const withoutId = resources.filter(({ values }) => values.id === "" || values.id === null);
  expect(withoutId.map(({ address }) => address)).toEqual([]);
  expect(root.secondPlanIsEmpty()).toBe(true);
  expect(root.destroy().text).toContain(
    `Destroy complete! Resources: ${TYPES_IN_USE.resources.length} destroyed.`,
  );
});

test("identifiers and ARNs have AWS's form", async () => {
  const root = await jsonRoot({ resource: named(RESOURCES) });
  root.apply();
  const resources = root.state().values?.root_module.resources ?? [];
  const arns = resources.flatMap(({ address, values }) =>
    typeof values.arn === "string" ? [[address, values.arn]] : [],
  );
  const wrong = arns.filter(([, arn]) => !/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^{}]+$/.test(arn ?? ""));
  expect(wrong).toEqual([]);
  const odd = resources.filter(({ values }) => /[{}]/.test(String(values.id as string)));
  expect(odd.map(({ address }) => address)).toEqual([]);
  root.destroy();
});
