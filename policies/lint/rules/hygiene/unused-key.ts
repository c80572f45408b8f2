import type { Rule } from "../rule";
import { activeKeys, idleKey } from "./keys";
import { exampleKey, exampleUser, snapshotExample } from "./snapshot-example";

export const unusedKey: Rule = {
  id: "IAM506",
  name: "unused-key",
  severity: "warning",
  why: "A key that nobody uses helps only those who find it, and nobody would notice that they do.",
  whatToDo: "Switch the key off, and delete it when nobody misses it.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  examples: {
    bad: snapshotExample({
      users: [
        exampleUser({ accessKeys: [exampleKey({ createdAt: "2025-11-01T09:00:00Z", lastUsed: null })] }),
      ],
    }),
    good: snapshotExample({ users: [exampleUser({ accessKeys: [exampleKey()] })] }),
  },
  check: (model, options) =>
    activeKeys(model).flatMap((active) => {
      const { user, key } = active;
      const idle = idleKey(active, options);
      if (idle === undefined) return [];
      const message = `The access key ${key.id} of user ${user.name} ${idle.words}. Switch it off, and delete it when nobody misses it.`;
      return [{ severity: "warning", message, place: key.place, pointer: key.pointer, resource: user.arn }];
    }),
};
