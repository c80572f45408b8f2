import { hclLiteral, hclString } from "../../../../modules/shared/inputs";
import { evaluate } from "../../../helpers/evaluate";

const VALUES: unknown[] = [
  "plain", "", 'with "quotes" and \\ backslash', "${not.a.template} and %{ if x }", "$${already} $$$${", "tab\t line\n return\r",
  "bell \b form feed \f null-ish \u0001", "snowman ☃, emoji 🦊", 0, -1.5, 1e21, true, false, null,
  [], ["a", 1, null], {}, { key: "x", "with space": 1, "1st": 2, for: 3, if: 4, null: 5, true: 6, a_b: { "c.d": [{}] } },
]; // prettier-ignore

it("writes values that Terraform reads as the same", async () => {
  expect(await evaluate(VALUES.map(hclLiteral))).toEqual(VALUES);
});

it("writes what is not set as null", () => {
  expect(hclLiteral(undefined)).toBe("null");
});

it("writes no template", () => {
  expect(hclString("${a}%{b}")).toBe('"$${a}%%{b}"');
});
