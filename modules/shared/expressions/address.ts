import { TerraformDataSource, type TerraformElement, type TerraformResource } from "../tf";

/** A resource's or data source's address in its stack, e.g. `aws_vpc.vpc`. */
export function addressOf(
  element: TerraformElement & Pick<TerraformResource, "terraformResourceType">,
): string {
  const isData = TerraformDataSource.isTerraformDataSource(element);
  return `${isData ? "data." : ""}${element.terraformResourceType}.${element.friendlyUniqueId}`;
}
