/** The function with its answers kept, for questions that come again and again: the same names stand in very many policies. */
export function remembered<Question, Answer extends NonNullable<unknown> | null>(
  answer: (question: Question) => Answer,
): (question: Question) => Answer {
  const known = new Map<Question, Answer>();
  return (question) => {
    let found = known.get(question);
    if (found === undefined) {
      found = answer(question);
      known.set(question, found);
    }
    return found;
  };
}
