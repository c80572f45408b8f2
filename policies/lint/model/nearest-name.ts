/**
 * The candidate that the word was most likely meant to be: the fewest letters put in, left out, replaced or swapped, in
 * whatever case. Undefined where none is near: more than a third of the word would have to change.
 */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const letters = countLetters(wanted);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const name = candidate.toLowerCase();
    if (leastDistance(wanted.length, letters, name) >= bestDistance) continue;
    const distance = editDistance(wanted, name, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** How often each letter stands in a word. Letters beyond ASCII share places, which only makes words seem nearer. */
function countLetters(word: string): Uint16Array {
  const counts = new Uint16Array(128);
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at) & 127;
    counts[letter] = (counts[letter] ?? 0) + 1;
  }
  return counts;
}

/** The distance if only the letters counted, in whatever order: most names are too far away already. */
function leastDistance(length: number, letters: Uint16Array, name: string): number {
  const left = letters.slice();
  let shared = 0;
  for (let at = 0; at < name.length; at++) {
    const letter = name.charCodeAt(at) & 127;
    const count = left[letter] ?? 0;
    if (count === 0) continue;
    left[letter] = count - 1;
    shared++;
  }
  return Math.max(length, name.length) - shared;
}

/** Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours. From `enough` on, any number. */
function editDistance(from: string, to: string, enough: number): number {
  // The same three rows serve for all letters: a word is compared with every action of its service.
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  let current: number[] = [];
  let leastBefore = 0;
  for (let i = 1; i <= from.length; i++) {
    const letter = from.charCodeAt(i - 1);
    const letterBefore = from.charCodeAt(i - 2);
    current[0] = i;
    let leastOfRow = i;
    for (let j = 1; j <= to.length; j++) {
      const isSame = letter === to.charCodeAt(j - 1);
      let least = at(last, j - 1) + (isSame ? 0 : 1);
      least = Math.min(least, at(last, j) + 1, at(current, j - 1) + 1);
      const isSwap = letter === to.charCodeAt(j - 2) && letterBefore === to.charCodeAt(j - 1);
      if (isSwap) least = Math.min(least, at(beforeLast, j - 2) + 1);
      current[j] = least;
      leastOfRow = Math.min(leastOfRow, least);
    }
    // A swap reaches back over one row, not over two.
    if (leastOfRow >= enough && leastBefore >= enough) return enough;
    leastBefore = leastOfRow;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
