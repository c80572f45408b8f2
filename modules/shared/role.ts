/** Roles of services, and what it takes to grant them something. */
import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Statement } from "../../policies/documents/types";
import { one } from "./expressions";
import { policyJson, type StatementSource } from "./policy";

/** Whoever can be granted something. */
export interface Grantee {
  readonly roleName: string;
  /** Where the grant's policy is put: it lives and goes with the role. */
  readonly construct: Construct;
}

/** What was granted; its statement can be compared whole. */
export interface Grant {
  readonly statements: readonly Statement[];
}

/**
 * Writes one policy with exactly these statements onto a role.
 * @param id unique among the grants of that role, e.g. `invoke-endpoint`; also the policy's name
 */
export function grant(grantee: Grantee, id: string, statements: readonly Statement[]): Grant {
  const scope = new Construct(grantee.construct, `grant-${id}`);
  new IamRolePolicy(scope, "policy", {
    name: id,
    role: grantee.roleName,
    policy: policyJson(scope, "document", statements),
  });
  return { statements };
}

export interface ServiceRoleProps {
  /** At most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** Who may assume the role. */
  readonly trust: readonly Statement[];
  /** What the role may do; one inline policy, so that it goes with the role. */
  readonly permissions: readonly StatementSource[];
  readonly permissionsBoundaryArn?: string;
  readonly tags?: Record<string, string>;
  /** What `when` hands to a role that exists only sometimes. */
  readonly count?: number;
}

/** A role that a service assumes. */
export class ServiceRole extends Construct implements Grantee {
  readonly construct = this;
  readonly arn: string;
  readonly roleName: string;
  /** For `dependsOn`: AWS checks some roles' permissions when the resource that uses them is made. */
  readonly permissions: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "this", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson(this, "trust", props.trust, props.count),
      permissionsBoundary: props.permissionsBoundaryArn,
      tags: props.tags,
      count: props.count,
    });
    const roleName = one(role, "name") as string;
    this.permissions = new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: roleName,
      count: props.count,
      policy: policyJson(this, "permissions_document", props.permissions, props.count),
    });
    this.arn = one(role, "arn") as string;
    this.roleName = roleName;
  }
}
