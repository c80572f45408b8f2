import type { Rule } from "../rule";
import { exampleKey, exampleUser, snapshotExample } from "./snapshot-example";

const second = exampleKey({ id: "AKIAI44QH8DHBEXAMPLE" });

export const twoActiveKeys: Rule = {
  id: "IAM509",
  name: "two-active-keys",
  severity: "warning",
  why: "The second key is there to replace the first. Two for good are twice as much to lose, and leave no room for a replacement.",
  whatToDo: "Delete the key that is not used any more.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
  examples: {
    bad: snapshotExample({ users: [exampleUser({ accessKeys: [exampleKey(), second] })] }),
    good: snapshotExample({
      users: [exampleUser({ accessKeys: [exampleKey(), { ...second, active: false }] })],
    }),
  },
  check: ({ accounts }) =>
    accounts.flatMap(({ users }) =>
      users.flatMap(({ name, arn, accessKeys, place, pointer }) => {
        const active = (accessKeys ?? []).filter((key) => key.active).map(({ id }) => id);
        if (active.length < 2) return [];
        const message = `User ${name} has two active access keys, ${active.join(" and ")}. Delete the one that is not used any more.`;
        return [{ severity: "warning", message, place, pointer, resource: arn }];
      }),
    ),
};
