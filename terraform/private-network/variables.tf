# Generated from modules/private-network by `npm run export-modules`; change that, not this file.

variable "name" {
  description = "Name of the network; prefix of every name in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*[a-z0-9]$", var.name))
    error_message = "name must be lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }

  validation {
    condition     = length(var.name) <= 40
    error_message = "name must have at most 40 characters."
  }
}

variable "cidr_block" {
  description = "IPv4 range of the VPC, /16 to /20. Private subnets share its lower half, public ones its upper half."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition = can(regex(
      "^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(1[6-9]|20)$",
      var.cidr_block
    ))
    error_message = "cidr_block must be an IPv4 range between /16 and /20, e.g. 10.0.0.0/16."
  }
}

variable "availability_zone_count" {
  description = "Number of availability zones with a private subnet each."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = floor(var.availability_zone_count) == var.availability_zone_count
    error_message = "availability_zone_count must be a whole number."
  }

  validation {
    condition     = var.availability_zone_count >= 2 && var.availability_zone_count <= 6
    error_message = "availability_zone_count must be between 2 and 6."
  }
}

variable "gpu_instance_types" {
  description = "Instance types that every zone of the network has to offer. Not every zone offers GPUs."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for item in var.gpu_instance_types :
      can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9]+$", item))
    ])
    error_message = "every element of gpu_instance_types must be an EC2 instance type such as g4dn.xlarge."
  }
}

variable "internet" {
  description = "Way to the internet: none, single-nat (one NAT gateway, about 33 USD a month) or ha-nat (one in each zone)."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = contains(["none", "single-nat", "ha-nat"], var.internet)
    error_message = "internet must be one of none, single-nat, ha-nat."
  }
}

variable "clients" {
  description = "What connects to the network, by name; each gets a security group that reaches only what it asks for."
  type = map(object({
    services    = set(string)
    internet    = optional(bool, false)
    distributed = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for item in values(var.clients) :
      alltrue([for inner_item in item.services : can(regex("^[a-z0-9]+([.-][a-z0-9]+)*$", inner_item))])
    ])
    error_message = "every element of every element of clients.services must be a service's name such as sagemaker.runtime."
  }

  validation {
    condition     = alltrue([for name in keys(var.clients) : can(regex("^[a-z][a-z0-9-]{0,39}$", name))])
    error_message = "clients must have names of lower-case letters, digits and hyphens that begin with a letter, at most 40 characters."
  }

  validation {
    condition     = var.internet != "none" || alltrue([for client in values(var.clients) : !client.internet])
    error_message = "clients must not ask for internet while internet is \"none\": set internet to single-nat or ha-nat, or do without."
  }

  validation {
    condition = alltrue([
      for service in flatten([for client in values(var.clients) : tolist(client.services)]) :
      contains(concat(
        [
          "ecr.api", "ecr.dkr", "ec2", "ec2messages", "kms", "logs", "monitoring",
          "notebook", "sagemaker.api", "sagemaker.runtime", "sns", "sqs", "ssm",
          "ssmmessages", "states", "sts", "xray",
        ],
        keys(var.endpoint_actions)
      ), service)
    ])
    error_message = "clients must ask for services among ecr.api, ecr.dkr, ec2, ec2messages, kms, logs, monitoring, notebook, sagemaker.api, sagemaker.runtime, sns, sqs, ssm, ssmmessages, states, sts, xray, or those that endpoint_actions has an entry for."
  }
}

variable "endpoint_actions" {
  description = "IAM actions that pass through a service's interface endpoint beside those known here, by service."
  type        = map(set(string))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for item in values(var.endpoint_actions) :
      alltrue([for inner_item in item : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", inner_item))])
    ])
    error_message = "every element of every element of endpoint_actions must be an exact action such as secretsmanager:GetSecretValue, without wildcards."
  }
}

variable "flow_logs" {
  description = "Whether the VPC's traffic is logged to CloudWatch Logs."
  type        = bool
  default     = true
  nullable    = false
}

variable "flow_log_retention_days" {
  description = "Days for which flow logs are kept."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
      2557, 2922, 3288, 3653,
    ], var.flow_log_retention_days)
    error_message = "flow_log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }

  validation {
    condition     = floor(var.flow_log_retention_days) == var.flow_log_retention_days
    error_message = "flow_log_retention_days must be a whole number."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the flow logs; its policy has to allow CloudWatch Logs. Without it, CloudWatch Logs' own key does."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
