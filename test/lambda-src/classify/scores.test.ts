import { bestClasses, readScores } from "../../../lambda-src/classify/scores";
import { recorded } from "../support/recorded";

test("the best classes come best first, and their probability is the softmax of the scores", () => {
  const [first, second] = bestClasses([1, 3, 2], 2, ["a", "b", "c"]);
  const sum = Math.exp(1) + Math.exp(3) + Math.exp(2);
  expect(first).toMatchObject({ index: 1, label: "b" });
  expect(first?.probability).toBeCloseTo(Math.exp(3) / sum, 12);
  expect(second).toMatchObject({ index: 2, label: "c" });
});

test("without labels there is no label, and equal scores keep the order of their index", () => {
  expect(bestClasses([5, 5], 2)).toEqual([
    { index: 0, probability: 0.5 },
    { index: 1, probability: 0.5 },
  ]);
});

test("huge and all-negative scores give finite probabilities", () => {
  expect(bestClasses([1e300, -1e300], 1)).toEqual([{ index: 0, probability: 1 }]);
  expect(bestClasses([-5000, -5001], 1)[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

test("the best score of deployment 001 is the recorded one", () => {
  const { scores } = readScores(recorded("001").body, 133);
  const [best] = bestClasses(scores, 1);
  expect(best?.index).toBe(13);
  expect(scores[13]).toBe(3.1842782497406006);
});
