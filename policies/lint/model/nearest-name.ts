/**
 * The candidate that the word was most likely meant to be: the fewest letters put in, left out, replaced or swapped, in
 * whatever case. Undefined where none is near: more than a third of the word would have to change.
 */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
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
