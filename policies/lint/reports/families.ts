/** The families of rules, by the first digit of their ids. */
export const families = [
  { digit: "0", name: "input", title: "Input", about: "What could not be read, or is no policy." },
  {
    digit: "1",
    name: "correctness",
    title: "Correctness",
    about: "What does not mean what it seems to mean.",
  },
  { digit: "2", name: "breadth", title: "Breadth", about: "What allows more than a task needs." },
  { digit: "3", name: "escalation", title: "Escalation", about: "Ways to more permissions than were given." },
  { digit: "4", name: "trust", title: "Trust and exposure", about: "Who else is let in." },
  { digit: "5", name: "hygiene", title: "Hygiene", about: "What is left over or badly kept." },
] as const;

export type Family = (typeof families)[number];

/** @throws when the id is none of a rule. */
export function familyOf(ruleId: string): Family {
  const family = families.find(({ digit }) => ruleId[3] === digit);
  if (family === undefined) throw new Error(`${ruleId} belongs to no family of rules`);
  return family;
}
