import { Failure } from "../../../../lambda-src/classify/failures";
import { strictPolicy } from "../../../../lambda-src/classify/fetch";
import { checkUrl, type UrlRules } from "../../../../lambda-src/classify/fetch/url";

const rules: UrlRules = { policy: strictPolicy, allowHttp: false, allowedHosts: [] };

function codeOf(text: string, changed: Partial<UrlRules> = {}, base?: URL): string {
  try {
    return checkUrl(text, { ...rules, ...changed }, base).href;
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}

test("https on its own port is allowed, named or not", () => {
  expect(codeOf("https://images.example/dog.jpg?size=2")).toBe("https://images.example/dog.jpg?size=2");
  expect(codeOf("https://images.example:443/")).toBe("https://images.example/");
});

test("http is allowed on port 80 only where the setting says so", () => {
  expect(codeOf("http://images.example/")).toBe("forbidden-target");
  expect(codeOf("http://images.example/", { allowHttp: true })).toBe("http://images.example/");
  expect(codeOf("http://images.example:8080/", { allowHttp: true })).toBe("forbidden-target");
});

test("a URL of 2048 characters is read and one of 2049 is not", () => {
  const url = "https://images.example/".padEnd(2048, "a");
  expect(codeOf(url)).toBe(url);
  expect(codeOf(`${url}a`)).toBe("invalid-url");
});

test("a list of hosts allows exact names and names below *.name, nothing else", () => {
  const allowedHosts = ["images.example", "*.photos.example"];
  expect(codeOf("https://IMAGES.example./a", { allowedHosts })).toBe("https://images.example./a");
  expect(codeOf("https://a.b.photos.example/", { allowedHosts })).toBe("https://a.b.photos.example/");
  for (const host of [
    "photos.example",
    "evilphotos.example",
    "images.example.evil.example",
    "x.images.example",
    "8.8.8.8",
  ]) {
    expect(codeOf(`https://${host}/`, { allowedHosts })).toBe("forbidden-target");
  }
});

test("being on the list of hosts does not make a private address allowed", () => {
  expect(codeOf("https://127.0.0.1/", { allowedHosts: ["127.0.0.1"] })).toBe("forbidden-target");
});

test("a redirect may be relative, and is checked like a first URL", () => {
  const base = new URL("https://images.example/a/b");
  expect(codeOf("../c", {}, base)).toBe("https://images.example/c");
  expect(codeOf("//127.0.0.1/", {}, base)).toBe("forbidden-target");
});

test("every refused address gives the same words, so that answers do not tell one network from another", () => {
  const messages = ["https://127.0.0.1/", "https://10.0.0.1/", "https://[fd00::1]/"].map((url) => {
    try {
      return checkUrl(url, rules).href;
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(new Set(messages)).toEqual(new Set(["The URL's host is not a public address."]));
});
