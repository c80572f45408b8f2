import type { Failure } from "../../../../lambda-src/classify/failures";
import { resizeImage } from "../../../../lambda-src/classify/image/prepare";
import { hostileImages, smuggled } from "../../support/hostile-images";

test("of more than 100 hostile files each is refused as it should be, or its pixels alone travel on", async () => {
  const cases = await hostileImages();
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(100);
  const wrong: string[] = [];
  for (const { name, bytes, becomes } of cases) {
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const outcome = await resizeImage(bytes, 32).then(
      (sent) => (sent.includes(smuggled) ? "smuggled" : "clean"),
      (error: Failure) => error.code,
    );
    if (outcome !== becomes) wrong.push(`${name}: ${outcome} instead of ${becomes}`);
    if (performance.now() - started > 3000) wrong.push(`${name}: took ${performance.now() - started} ms`);
    const grown = (process.memoryUsage().rss - before) / 1e6;
    if (grown > 150) wrong.push(`${name}: took ${grown} MB`);
  }
  expect(wrong).toEqual([]);
}, 60_000);
