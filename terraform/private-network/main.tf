# Generated from modules/private-network by `npm run export-modules`; change that, not this file.

locals {
  clients = var.clients
  suitable_zones = [
    for zone in data.aws_availability_zones.region.names :
    zone if alltrue([
      for offering in values(data.aws_ec2_instance_type_offerings.wanted) :
      contains(offering.locations, zone)
    ])
  ]
  zones        = slice(local.suitable_zones, 0, min(var.availability_zone_count, length(local.suitable_zones)))
  public_zones = (var.internet == "none") ? [] : local.zones
  nat_zones = slice(local.public_zones, 0, min(
    (var.internet == "single-nat") ? 1 : length(local.public_zones),
    length(local.public_zones)
  ))
  endpoint_actions = {
    "ecr.api" = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
    ]
    "ecr.dkr" = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
    ]
    ec2 = ["ec2:StopInstances"]
    ec2messages = [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ]
    kms  = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    logs = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    monitoring = [
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "cloudwatch:PutMetricData",
    ]
    notebook = ["sagemaker:CreatePresignedNotebookInstanceUrl"]
    "sagemaker.api" = [
      "sagemaker:CreatePresignedNotebookInstanceUrl",
      "sagemaker:DescribeHyperParameterTuningJob",
      "sagemaker:DescribeNotebookInstance",
      "sagemaker:DescribeTrainingJob",
      "sagemaker:StopNotebookInstance",
    ]
    "sagemaker.runtime" = [
      "sagemaker:InvokeEndpoint",
      "sagemaker:InvokeEndpointAsync",
      "sagemaker:InvokeEndpointWithResponseStream",
    ]
    sns = ["sns:Publish"]
    sqs = ["sqs:SendMessage"]
    ssm = ["ssm:GetParameter", "ssm:PutParameter", "ssm:UpdateInstanceInformation"]
    ssmmessages = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    states = [
      "states:DescribeExecution",
      "states:GetExecutionHistory",
      "states:StartExecution",
      "states:StopExecution",
    ]
    sts  = ["sts:GetCallerIdentity"]
    xray = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
  }
}

data "aws_partition" "current_partition" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current_account" {}

data "aws_availability_zones" "region" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_ec2_instance_type_offerings" "wanted" {
  for_each = toset(var.gpu_instance_types)

  location_type = "availability-zone"

  filter {
    name   = "instance-type"
    values = [each.value]
  }
}

resource "aws_vpc" "vpc" {
  # checkov:skip=CKV2_AWS_11: Flow logs are on by default; flowLogs: false is a named choice.
  cidr_block           = var.cidr_block
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = merge(var.tags, { Name = "${var.name}-vpc" })

  lifecycle {
    precondition {
      condition     = length(local.suitable_zones) >= var.availability_zone_count
      error_message = "The network needs ${var.availability_zone_count} availability zones (availability_zone_count) that all offer [${join(", ", var.gpu_instance_types)}] (gpu_instance_types), but only these do: ${join(", ", local.suitable_zones)}. Ask for fewer zones or other instance types, or choose another region."
    }
  }
}

resource "aws_default_security_group" "locked" {
  tags   = merge(var.tags, { Name = "${var.name}-default-unused" })
  vpc_id = aws_vpc.vpc.id
}

resource "aws_default_network_acl" "locked_acl" {
  default_network_acl_id = aws_vpc.vpc.default_network_acl_id
  tags                   = merge(var.tags, { Name = "${var.name}-default-unused" })

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_subnet" "private" {
  for_each = toset(local.zones)

  availability_zone = each.value
  cidr_block = cidrsubnet(
    cidrsubnet(var.cidr_block, 1, 0),
    3,
    index(data.aws_availability_zones.region.names, each.value)
  )
  map_public_ip_on_launch = false
  tags                    = merge(var.tags, { Name = "${var.name}-private-${each.value}" })
  vpc_id                  = aws_vpc.vpc.id
}

resource "aws_route_table" "private_routes" {
  for_each = toset(local.zones)

  tags   = merge(var.tags, { Name = "${var.name}-private-${each.value}" })
  vpc_id = aws_vpc.vpc.id
}

resource "aws_route_table_association" "private_routes_of_subnet" {
  for_each = toset(local.zones)

  route_table_id = aws_route_table.private_routes[each.key].id
  subnet_id      = aws_subnet.private[each.key].id
}

resource "aws_internet_gateway" "internet" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  tags   = merge(var.tags, { Name = "${var.name}-internet" })
  vpc_id = aws_vpc.vpc.id
}

resource "aws_subnet" "public" {
  for_each = toset(local.public_zones)

  availability_zone = each.value
  cidr_block = cidrsubnet(
    cidrsubnet(var.cidr_block, 1, 1),
    7,
    index(data.aws_availability_zones.region.names, each.value)
  )
  map_public_ip_on_launch = false
  tags                    = merge(var.tags, { Name = "${var.name}-public-${each.value}" })
  vpc_id                  = aws_vpc.vpc.id
}

resource "aws_route_table" "public_routes" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  tags   = merge(var.tags, { Name = "${var.name}-public" })
  vpc_id = aws_vpc.vpc.id
}

resource "aws_route" "public_to_internet" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = one(aws_internet_gateway.internet[*].id)
  route_table_id         = one(aws_route_table.public_routes[*].id)
}

resource "aws_route_table_association" "public_routes_of_subnet" {
  for_each = toset(local.public_zones)

  route_table_id = one(aws_route_table.public_routes[*].id)
  subnet_id      = aws_subnet.public[each.key].id
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-nat-${each.value}" })

  depends_on = [aws_internet_gateway.internet]
}

resource "aws_nat_gateway" "nat_gateway" {
  for_each = toset(local.nat_zones)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = merge(var.tags, { Name = "${var.name}-nat-${each.value}" })

  depends_on = [aws_internet_gateway.internet]
}

resource "aws_route" "private_to_internet" {
  for_each = toset(local.public_zones)

  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = lookup(
    { for key, instance in aws_nat_gateway.nat_gateway : key => instance.id },
    each.value,
    element([for key in sort(keys(aws_nat_gateway.nat_gateway)) : aws_nat_gateway.nat_gateway[key].id], 0)
  )
  route_table_id = aws_route_table.private_routes[each.key].id
}

resource "aws_network_acl" "private_acl" {
  subnet_ids = [for key in sort(keys(aws_subnet.private)) : aws_subnet.private[key].id]
  tags       = merge(var.tags, { Name = "${var.name}-private" })
  vpc_id     = aws_vpc.vpc.id
}

resource "aws_network_acl_rule" "private_https_in" {
  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = false
  from_port      = 443
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 100
  to_port        = 443
}

resource "aws_network_acl_rule" "private_answers_in" {
  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = false
  from_port      = 1024
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 110
  to_port        = 65535
}

resource "aws_network_acl_rule" "private_distributed_in" {
  # checkov:skip=CKV_AWS_352: Hosts of distributed training talk on ports of their choice; their security group lets in only themselves.
  count = anytrue([for client in values(local.clients) : client.distributed]) ? 1 : 0

  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = false
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "-1"
  rule_action    = "allow"
  rule_number    = 120
}

resource "aws_network_acl_rule" "private_other_subnets_in" {
  # checkov:skip=CKV_AWS_352: This rule denies all ports; the check does not look at the action.
  cidr_block     = var.cidr_block
  egress         = false
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "-1"
  rule_action    = "deny"
  rule_number    = 200
}

resource "aws_network_acl_rule" "private_outside_answers_in" {
  # checkov:skip=CKV_AWS_231: Answers come to any port from 1024 up, 3389 among them. No route leads in from the internet except to NAT gateways, which drop what is no answer, and no security group lets anything in from outside.
  cidr_block     = "0.0.0.0/0"
  egress         = false
  from_port      = 1024
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 300
  to_port        = 65535
}

resource "aws_network_acl_rule" "private_path_mtu_in" {
  # checkov:skip=CKV_AWS_352: ICMP has no ports; the rule allows one type and code of it.
  cidr_block     = "0.0.0.0/0"
  egress         = false
  icmp_code      = 4
  icmp_type      = 3
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "icmp"
  rule_action    = "allow"
  rule_number    = 310
}

resource "aws_network_acl_rule" "private_https_out" {
  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = true
  from_port      = 443
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 100
  to_port        = 443
}

resource "aws_network_acl_rule" "private_answers_out" {
  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = true
  from_port      = 1024
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 110
  to_port        = 65535
}

resource "aws_network_acl_rule" "private_distributed_out" {
  count = anytrue([for client in values(local.clients) : client.distributed]) ? 1 : 0

  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = true
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "-1"
  rule_action    = "allow"
  rule_number    = 120
}

resource "aws_network_acl_rule" "private_other_subnets_out" {
  cidr_block     = var.cidr_block
  egress         = true
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "-1"
  rule_action    = "deny"
  rule_number    = 200
}

resource "aws_network_acl_rule" "private_outside_https_out" {
  cidr_block     = "0.0.0.0/0"
  egress         = true
  from_port      = 443
  network_acl_id = aws_network_acl.private_acl.id
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 300
  to_port        = 443
}

resource "aws_network_acl" "public_acl" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  subnet_ids = [for key in sort(keys(aws_subnet.public)) : aws_subnet.public[key].id]
  tags       = merge(var.tags, { Name = "${var.name}-public" })
  vpc_id     = aws_vpc.vpc.id
}

resource "aws_network_acl_rule" "public_https_in" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = false
  from_port      = 443
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 100
  to_port        = 443
}

resource "aws_network_acl_rule" "public_outside_answers_in" {
  # checkov:skip=CKV_AWS_231: Answers come to any port from 1024 up, 3389 among them. No route leads in from the internet except to NAT gateways, which drop what is no answer, and no security group lets anything in from outside.
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = "0.0.0.0/0"
  egress         = false
  from_port      = 1024
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 300
  to_port        = 65535
}

resource "aws_network_acl_rule" "public_path_mtu_in" {
  # checkov:skip=CKV_AWS_352: ICMP has no ports; the rule allows one type and code of it.
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = "0.0.0.0/0"
  egress         = false
  icmp_code      = 4
  icmp_type      = 3
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "icmp"
  rule_action    = "allow"
  rule_number    = 310
}

resource "aws_network_acl_rule" "public_answers_out" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = true
  from_port      = 1024
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 100
  to_port        = 65535
}

resource "aws_network_acl_rule" "public_path_mtu_out" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = cidrsubnet(var.cidr_block, 1, 0)
  egress         = true
  icmp_code      = 4
  icmp_type      = 3
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "icmp"
  rule_action    = "allow"
  rule_number    = 110
}

resource "aws_network_acl_rule" "public_outside_https_out" {
  count = contains(["single-nat", "ha-nat"], var.internet) ? 1 : 0

  cidr_block     = "0.0.0.0/0"
  egress         = true
  from_port      = 443
  network_acl_id = one(aws_network_acl.public_acl[*].id)
  protocol       = "tcp"
  rule_action    = "allow"
  rule_number    = 300
  to_port        = 443
}

data "aws_iam_policy_document" "s3_endpoint" {
  statement {
    actions = [
      "s3:AbortMultipartUpload",
      "s3:GetBucketLocation",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ]
    effect    = "Allow"
    resources = ["*"]
    sid       = "OwnBuckets"

    condition {
      test     = "StringEquals"
      values   = [data.aws_caller_identity.current_account.account_id]
      variable = "aws:PrincipalAccount"
    }

    condition {
      test     = "StringEquals"
      values   = [data.aws_caller_identity.current_account.account_id]
      variable = "aws:ResourceAccount"
    }

    principals {
      identifiers = ["*"]
      type        = "*"
    }
  }

  statement {
    actions = ["s3:GetObject"]
    effect  = "Allow"
    resources = [
      "arn:${data.aws_partition.current_partition.partition}:s3:::prod-${data.aws_region.current.region}-starport-layer-bucket/*",
    ]
    sid = "ReadImageLayers"

    principals {
      identifiers = ["*"]
      type        = "*"
    }
  }

  statement {
    actions = ["s3:GetObject"]
    effect  = "Allow"
    resources = [
      "arn:${data.aws_partition.current_partition.partition}:s3:::al2023-repos-${data.aws_region.current.region}-de612dc2/*",
      "arn:${data.aws_partition.current_partition.partition}:s3:::amazonlinux-2-repos-${data.aws_region.current.region}/*",
    ]
    sid = "ReadAmazonLinuxPackages"

    principals {
      identifiers = ["*"]
      type        = "*"
    }
  }

  statement {
    actions = ["s3:GetObject"]
    effect  = "Allow"
    resources = [
      "arn:${data.aws_partition.current_partition.partition}:s3:::amazon-ssm-${data.aws_region.current.region}/*",
      "arn:${data.aws_partition.current_partition.partition}:s3:::amazon-ssm-packages-${data.aws_region.current.region}/*",
      "arn:${data.aws_partition.current_partition.partition}:s3:::amazoncloudwatch-agent-${data.aws_region.current.region}/*",
    ]
    sid = "ReadAgentPackages"

    principals {
      identifiers = ["*"]
      type        = "*"
    }
  }
}

resource "aws_vpc_endpoint" "s3" {
  policy = data.aws_iam_policy_document.s3_endpoint.json
  route_table_ids = [
    for key in sort(keys(aws_route_table.private_routes)) :
    aws_route_table.private_routes[key].id
  ]
  service_name      = "${data.aws_partition.current_partition.reverse_dns_prefix}.${data.aws_region.current.region}.s3"
  tags              = merge(var.tags, { Name = "${var.name}-s3" })
  vpc_endpoint_type = "Gateway"
  vpc_id            = aws_vpc.vpc.id
}

resource "aws_security_group" "endpoints" {
  # checkov:skip=CKV2_AWS_5: As long as no client asks for a service there is no endpoint to attach it to.
  description = "Interface endpoints of ${var.name}"
  name        = "${var.name}-endpoints"
  tags        = merge(var.tags, { Name = "${var.name}-endpoints" })
  vpc_id      = aws_vpc.vpc.id
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(flatten([for client in values(local.clients) : tolist(client.services)]))

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OwnAccountOnly"
        Effect    = "Allow"
        Principal = "*"
        Action = setunion(
          lookup(local.endpoint_actions, each.value, []),
          lookup(var.endpoint_actions, each.value, [])
        )
        Resource = "*"
        Condition = {
          StringEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.current_account.account_id }
        }
      },
    ]
  })
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
  service_name = lookup(
    { notebook = "aws.sagemaker.${data.aws_region.current.region}.notebook" },
    each.value,
    "${data.aws_partition.current_partition.reverse_dns_prefix}.${data.aws_region.current.region}.${each.value}"
  )
  subnet_ids        = [for key in sort(keys(aws_subnet.private)) : aws_subnet.private[key].id]
  tags              = merge(var.tags, { Name = "${var.name}-${each.value}" })
  vpc_endpoint_type = "Interface"
  vpc_id            = aws_vpc.vpc.id
}

resource "aws_security_group" "client" {
  # checkov:skip=CKV2_AWS_5: What it is attached to is in other stacks: the network owns the groups, because AWS keeps network interfaces longer than their owners.
  for_each = local.clients

  description = "What ${each.key} reaches from ${var.name}"
  name        = "${var.name}-${each.key}"
  tags        = merge(var.tags, { Name = "${var.name}-${each.key}" })
  vpc_id      = aws_vpc.vpc.id

  timeouts {
    delete = "60m"
  }
}

resource "aws_vpc_security_group_egress_rule" "client_to_endpoints" {
  for_each = { for name, client in local.clients : name => client if length(client.services) > 0 }

  description                  = "AWS services through interface endpoints"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.endpoints.id
  security_group_id            = aws_security_group.client[each.key].id
  to_port                      = 443
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_client" {
  for_each = { for name, client in local.clients : name => client if length(client.services) > 0 }

  description                  = "Requests of ${each.key}"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.client[each.key].id
  security_group_id            = aws_security_group.endpoints.id
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "client_to_s3" {
  for_each = local.clients

  description       = "S3 through the gateway endpoint"
  from_port         = 443
  ip_protocol       = "tcp"
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  security_group_id = aws_security_group.client[each.key].id
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "client_to_internet" {
  for_each = { for name, client in local.clients : name => client if client.internet }

  cidr_ipv4         = "0.0.0.0/0"
  description       = "https to anywhere"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.client[each.key].id
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "client_to_itself" {
  for_each = { for name, client in local.clients : name => client if client.distributed }

  description                  = "To the other hosts of this client"
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.client[each.key].id
  security_group_id            = aws_security_group.client[each.key].id
}

resource "aws_vpc_security_group_ingress_rule" "client_from_itself" {
  for_each = { for name, client in local.clients : name => client if client.distributed }

  description                  = "From the other hosts of this client"
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.client[each.key].id
  security_group_id            = aws_security_group.client[each.key].id
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts every group with a key of its own; an input of this module puts another in its place.
  # checkov:skip=CKV_AWS_338: A year is the default; an input of this module shortens it where logs must not be kept, or paid, so long.
  count = var.flow_logs ? 1 : 0

  kms_key_id        = var.kms_key_arn
  name              = "/vpc/${var.name}/flow-logs"
  retention_in_days = var.flow_log_retention_days
  tags              = merge(var.tags, { Name = "${var.name}-flow-logs" })
}

data "aws_iam_policy_document" "flow_logs_role_trust" {
  count = var.flow_logs ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]
    effect  = "Allow"
    sid     = "AssumeRole"

    condition {
      test     = "StringEquals"
      values   = [data.aws_caller_identity.current_account.account_id]
      variable = "aws:SourceAccount"
    }

    condition {
      test = "ArnLike"
      values = [
        "arn:${data.aws_partition.current_partition.partition}:ec2:${data.aws_region.current.region}:${data.aws_caller_identity.current_account.account_id}:vpc-flow-log/*",
      ]
      variable = "aws:SourceArn"
    }

    principals {
      identifiers = ["vpc-flow-logs.amazonaws.com"]
      type        = "Service"
    }
  }
}

resource "aws_iam_role" "flow_logs_role" {
  count = var.flow_logs ? 1 : 0

  assume_role_policy = one(data.aws_iam_policy_document.flow_logs_role_trust[*].json)
  description        = "Writes the flow logs of ${var.name}"
  name               = "${var.name}-flow-logs"
  tags               = var.tags
}

data "aws_iam_policy_document" "flow_logs_role_permissions_document" {
  count = var.flow_logs ? 1 : 0

  statement {
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    effect  = "Allow"
    resources = [
      one(aws_cloudwatch_log_group.flow_logs[*].arn),
      "${one(aws_cloudwatch_log_group.flow_logs[*].arn)}:*",
    ]
    sid = "WriteFlowLogs"
  }

  statement {
    actions   = ["logs:DescribeLogGroups"]
    effect    = "Allow"
    resources = ["*"]
    sid       = "DescribeLogGroups"
  }
}

resource "aws_iam_role_policy" "flow_logs_role_permissions" {
  count = var.flow_logs ? 1 : 0

  name   = "permissions"
  policy = one(data.aws_iam_policy_document.flow_logs_role_permissions_document[*].json)
  role   = one(aws_iam_role.flow_logs_role[*].name)
}

resource "aws_flow_log" "all_traffic" {
  count = var.flow_logs ? 1 : 0

  iam_role_arn             = one(aws_iam_role.flow_logs_role[*].arn)
  log_destination          = one(aws_cloudwatch_log_group.flow_logs[*].arn)
  log_destination_type     = "cloud-watch-logs"
  max_aggregation_interval = 60
  tags                     = merge(var.tags, { Name = "${var.name}-flow-logs" })
  traffic_type             = "ALL"
  vpc_id                   = aws_vpc.vpc.id

  depends_on = [aws_iam_role_policy.flow_logs_role_permissions]
}
