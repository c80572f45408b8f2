import * as fs from "node:fs";
import * as path from "node:path";
import { loadSchema } from "../../../offline/schema";
import { cacheFile, readCached, writeCached } from "../../../offline/schema/cache";
import { temporaryFolder } from "../../helpers/temporary";

const TYPES = { resources: ["aws_vpc"], dataSources: [] };

test("the file's name changes with the types and with the tables", () => {
  const one = cacheFile(TYPES, {}, "/cache");
  expect(one).toMatch(/^\/cache\/schema-\d+\.\d+\.\d+-[0-9a-f]{16}\.json$/);
  expect(cacheFile(TYPES, {}, "/cache")).toBe(one);
  expect(cacheFile({ ...TYPES, dataSources: ["aws_vpc"] }, {}, "/cache")).not.toBe(one);
  expect(cacheFile(TYPES, { resources: {} }, "/cache")).not.toBe(one);
});

test("what is written is read again, and half a file is not", () => {
  const file = path.join(temporaryFolder(), "deep", "schema.json");
  expect(readCached(file)).toBeUndefined();
  const schema = loadSchema();
  writeCached(file, schema);
  expect(readCached(file)).toEqual(schema);
  fs.writeFileSync(file, '{"provider":');
  expect(readCached(file)).toBeUndefined();
});

test("a cached schema loads in milliseconds, and every caller has a copy of its own", () => {
  const first = loadSchema();
  const start = performance.now();
  const second = loadSchema();
  expect(performance.now() - start).toBeLessThan(50);
  delete first.resource_schemas.aws_vpc;
  expect(second.resource_schemas.aws_vpc).toBeDefined();
});
