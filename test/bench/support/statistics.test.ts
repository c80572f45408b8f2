import { median } from "../../../bench/support/statistics";

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 10], 3],
])("the median of %p is %p", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("there is none of nothing", () => {
  expect(() => median([])).toThrow("there is no median of no values");
});
