/** What a user gave and cannot be used; all of it at once, each with what would be right. */
export class InputError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.length === 1 ? mistakes[0] : mistakes.map((mistake) => `- ${mistake}`).join("\n"));
  }
}
