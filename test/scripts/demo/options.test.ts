import * as fs from "node:fs";
import * as path from "node:path";
import { maxDownloadBytes } from "../../../lambda-src/classify/fetch";
import { readOptions } from "../../../scripts/demo/options";
import { temporaryFolder } from "../../helpers/temporary";

const cat = path.resolve(__dirname, "../../fixtures/photo/cat.jpg");

function file(name: string, content: string | Buffer): string {
  const full = path.join(temporaryFolder(), name);
  fs.writeFileSync(full, content);
  return full;
}

const read = (...args: string[]) => readOptions(args, cat, "/");

it("takes the project's photo and the preset dev unless told otherwise", () => {
  expect(read()).toEqual({ image: cat, preset: "dev" });
});

it("takes a photo and a preset of the user's choice", () => {
  const photo = file("my dog", fs.readFileSync(cat));
  expect(read("--image", photo, "--preset", "production")).toEqual({ image: photo, preset: "production" });
});

it("finds a photo from where the user is", () => {
  expect(readOptions(["--image", "cat.jpg"], cat, path.dirname(cat))).toMatchObject({ image: cat });
});

it.each(["--help", "-h"])("tells its usage for %s", (option) => {
  expect(read(option, "--image", "/nowhere.jpg")).toBe("help");
});

it.each<[string, () => string, RegExp]>([
  [
    "is missing",
    () => "/nowhere.jpg",
    /^--image: \/nowhere\.jpg is not a file; expected a photo \(JPEG, PNG/,
  ],
  ["is a folder", () => temporaryFolder(), /is not a file; expected a photo/],
  ["is empty", () => file("empty.jpg", ""), /empty\.jpg cannot be classified; expected a photo \(JPEG, PNG/],
  [
    "is text, whatever its name",
    () => file("notes.jpg", "no photo\n"),
    /notes\.jpg cannot be classified; expected a photo/,
  ],
  [
    "is a drawing that may run scripts",
    () => file("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    /cannot be classified/,
  ],
])("refuses a photo that %s", (_title, image, message) => {
  expect(() => read("--image", image())).toThrow(message);
});

it("refuses a photo that is larger than the function takes", () => {
  const bytes = Buffer.alloc(maxDownloadBytes + 1);
  fs.readFileSync(cat).copy(bytes);
  expect(() => read("--image", file("large.jpg", bytes))).toThrow(
    /has 20000001 bytes; the function takes 20000000 at most/,
  );
  expect(read("--image", file("just.jpg", bytes.subarray(0, maxDownloadBytes)))).toMatchObject({
    preset: "dev",
  });
});

it.each(["nope", "", "DEV"])("refuses the preset %p, and names those there are", (preset) => {
  expect(() => read("--preset", preset)).toThrow(
    /^--preset: there is no preset ".*"; there are: console-gpu, .*tuned-multi\.$/,
  );
});

it.each([
  [["--imge", "x"], /'--imge'/],
  [["photo.jpg"], /'photo\.jpg'/],
  [["--image"], /'--image <value>'/],
  [["--preset"], /'--preset <value>'/],
])("refuses the command line %j", (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
