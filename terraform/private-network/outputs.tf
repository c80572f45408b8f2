# Generated from modules/private-network by `npm run export-modules`; change that, not this file.

output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.vpc.id
}

output "cidr_block" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.vpc.cidr_block
}

output "availability_zones" {
  description = "Names of the zones, in order."
  value       = [for key in sort(keys(aws_subnet.private)) : aws_subnet.private[key].availability_zone]
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, ordered by zone."
  value       = [for key in sort(keys(aws_subnet.private)) : aws_subnet.private[key].id]
}

output "private_route_table_ids" {
  description = "Ids of the private subnets' route tables, ordered by zone."
  value       = [for key in sort(keys(aws_route_table.private_routes)) : aws_route_table.private_routes[key].id]
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, ordered by zone; empty without internet."
  value       = [for key in sort(keys(aws_subnet.public)) : aws_subnet.public[key].id]
}

output "nat_public_ips" {
  description = "Addresses from which the internet sees the network; empty without internet."
  value       = [for key in sort(keys(aws_eip.nat)) : aws_eip.nat[key].public_ip]
}

output "security_group_ids" {
  description = "Id of each client's security group, by client."
  value       = { for key, instance in aws_security_group.client : key => instance.id }
}

output "endpoints_security_group_id" {
  description = "Id of the interface endpoints' security group."
  value       = aws_security_group.endpoints.id
}

output "interface_endpoint_ids" {
  description = "Id of each interface endpoint, by service."
  value       = { for key, instance in aws_vpc_endpoint.interface : key => instance.id }
}

output "s3_endpoint_id" {
  description = "Id of the gateway endpoint of S3."
  value       = aws_vpc_endpoint.s3.id
}

output "flow_log_group_name" {
  description = "Name of the log group of the flow logs; null without them."
  value       = one(aws_cloudwatch_log_group.flow_logs[*].name)
}
