/** What the function answered, for people. */
import * as fs from "node:fs";
import * as path from "node:path";

interface ClassScore {
  index: number;
  label: string;
  score: number;
  /** Softmax of the scores. */
  probability: number;
}

/** @param body the function's body: a JSON array of one array of scores */
export function bestClasses(body: string, modelFolder: string, count: number): ClassScore[] {
  const [scores = []] = JSON.parse(body) as number[][];
  const labels = JSON.parse(fs.readFileSync(path.join(modelFolder, "labels.json"), "utf8")) as string[];
  const highest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return scores
    .map((score, index) => ({
      index,
      label: labels[index] ?? `class ${index}`,
      score,
      probability: Math.exp(score - highest) / total,
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, count);
}

export function printPrediction(image: string, body: string, best: readonly ClassScore[]): void {
  const [scores = []] = JSON.parse(body) as number[][];
  console.log(
    `\n${path.basename(image)}: ${scores.length} scores\n${wrap(scores.map((score) => score.toFixed(2)))}\n`,
  );
  for (const { index, label, score, probability } of best) {
    console.log(
      `  ${String(index).padStart(3)}  ${label.padEnd(12)}  score ${score.toFixed(4)}  ${(probability * 100).toFixed(1)} %`,
    );
  }
  console.log(
    "\n  This small model was trained on generated images: it shows that every part works together, and knows nothing about breeds.\n",
  );
}

function wrap(words: readonly string[], perLine = 15): string {
  const lines: string[] = [];
  for (let i = 0; i < words.length; i += perLine) {
    lines.push(
      `  ${words
        .slice(i, i + perLine)
        .map((word) => word.padStart(7))
        .join("")}`,
    );
  }
  return lines.join("\n");
}
