import type { Principal } from "../../model/types";
import { asList, member } from "../../model/value";
import type { PrincipalTable } from "./principals";
import type { TerraformResource } from "./resource";

/** Gives users what their groups hold. */
export function readMemberships(resources: readonly TerraformResource[], principals: PrincipalTable): void {
  for (const { type, body, address } of resources) {
    const named = (attribute: string, kind: Principal["kind"]) =>
      asList(member(body, attribute)).flatMap((value) => principals.find(value, kind, address) ?? []);
    const [users, groups] =
      type === "aws_iam_user_group_membership"
        ? [named("user", "user"), named("groups", "group")]
        : type === "aws_iam_group_membership"
          ? [named("users", "user"), named("group", "group")]
          : [[], []];
    for (const user of users) for (const group of groups) principals.join(user, group);
  }
}
