import sharp from "sharp";
import { checkImage, maxImagePixels, resizeImage } from "../../../../lambda-src/classify/image/prepare";
import { bombPng, meanColour, turned, twoColours } from "../../support/images";

const left = { left: 4, top: 8, width: 24, height: 48 };
const right = { left: 36, top: 8, width: 24, height: 48 };

test.each(["jpeg", "png", "webp", "gif", "avif"] as const)(
  "%s becomes an upright square JPEG of the wanted size",
  async (format) => {
    const square = await resizeImage(await twoColours(format), 64);
    expect(await sharp(square).metadata()).toMatchObject({
      format: "jpeg",
      width: 64,
      height: 64,
      space: "srgb",
    });
    const [red] = await meanColour(square, left);
    const [, , blue] = await meanColour(square, right);
    expect(red).toBeGreaterThan(230);
    expect(blue).toBeGreaterThan(230);
  },
);

test("the middle is kept: the sides of a wide image are cut off", async () => {
  // Red, then blue from the middle: a centred cut has as much of each.
  const square = await resizeImage(await twoColours("png", 400, 100), 64);
  const [red] = await meanColour(square, { left: 0, top: 0, width: 64, height: 64 });
  expect(red).toBeGreaterThan(118);
  expect(red).toBeLessThan(138);
});

test("EXIF orientation 3 (upside down) is applied: what was left is right", async () => {
  const square = await resizeImage(await turned(3), 64);
  expect((await meanColour(square, right))[0]).toBeGreaterThan(230);
  expect((await meanColour(square, left))[2]).toBeGreaterThan(230);
});

test("EXIF orientation 6 (turned by 90 degrees) is applied: what was left is on top", async () => {
  const square = await resizeImage(await turned(6), 64);
  expect((await meanColour(square, { left: 8, top: 4, width: 48, height: 24 }))[0]).toBeGreaterThan(230);
  expect((await meanColour(square, { left: 8, top: 36, width: 48, height: 24 }))[2]).toBeGreaterThan(230);
});

test("no metadata of the photo travels on", async () => {
  const photo = await sharp(await twoColours())
    .withExif({ IFD0: { Artist: "somebody" } })
    .toBuffer();
  expect(photo.includes("somebody")).toBe(true);
  const square = await resizeImage(photo, 64);
  expect(square.includes("somebody")).toBe(false);
});

test("transparent parts become white", async () => {
  const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: "#00000000" } })
    .png()
    .toBuffer();
  expect(await meanColour(await resizeImage(clear, 32), { left: 0, top: 0, width: 32, height: 32 })).toEqual([
    255, 255, 255,
  ]);
});

test("an animated image gives its first frame", async () => {
  const frames = Buffer.concat([Buffer.alloc(300, 0xff), Buffer.alloc(300, 0x00)]);
  const animated = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
    .gif()
    .toBuffer();
  expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2);
  expect(
    await meanColour(await resizeImage(animated, 16), { left: 0, top: 0, width: 16, height: 16 }),
  ).toEqual([255, 255, 255]);
});

describe.each([
  ["resizing", (bytes: Buffer) => resizeImage(bytes, 64)],
  ["passing through", (bytes: Buffer) => checkImage(bytes)],
])("when %s", (_what, prepare) => {
  test("an image bomb is refused by its header, before it is decoded", async () => {
    const bomb = bombPng(16_000, 16_000);
    expect(bomb.length).toBeLessThan(50_000);
    const started = Date.now();
    await expect(prepare(bomb)).rejects.toMatchObject({ code: "image-too-large" });
    expect(Date.now() - started).toBeLessThan(1000);
  });

  test("the limit of pixels itself is fine, and one row more is not", async () => {
    expect(10_000 * 5_000).toBe(maxImagePixels);
    await expect(prepare(bombPng(10_000, 5_000))).resolves.toBeDefined();
    await expect(prepare(bombPng(10_000, 5_001))).rejects.toMatchObject({ code: "image-too-large" });
  });

  test.each([
    ["an SVG", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`)],
    [
      "an SVG behind an XML declaration",
      Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`),
    ],
    ["a PDF", Buffer.from("%PDF-1.7\n")],
    ["a TIFF", Buffer.from("II*\0\x08\0\0\0", "latin1")],
    ["a HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
    ["an MP4", Buffer.from("\0\0\0\x18ftypisom\0\0\0\0isommp42", "latin1")],
    ["HTML", Buffer.from("<!doctype html><title>x</title>")],
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from([0xff])],
  ])("%s is refused", async (_name, bytes) => {
    await expect(prepare(bytes)).rejects.toMatchObject({ code: "unsupported-image" });
  });

  test("a file that only begins like an image is refused", async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(500, 0x41)]);
    await expect(prepare(bytes)).rejects.toMatchObject({ code: "invalid-image" });
  });
});

test.each(["jpeg", "png", "webp", "avif"] as const)(
  "a %s that is cut in the middle is refused",
  async (format) => {
    const noise = await sharp(Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 251)), {
      raw: { width: 100, height: 100, channels: 3 },
    })
      .toFormat(format)
      .toBuffer();
    await expect(resizeImage(noise.subarray(0, Math.floor(noise.length / 2)), 64)).rejects.toMatchObject({
      code: "invalid-image",
    });
  },
);

test("the type of a passed-through image is that of its bytes", async () => {
  expect(await checkImage(await twoColours("webp"))).toBe("image/webp");
  expect(await checkImage(await twoColours("avif"))).toBe("image/avif");
});
