# The module as a person uses it, twice with different inputs.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

module "serving" {
  source = "../../../../terraform/private-network"

  name = "serving"

  clients = {
    function = { services = ["sagemaker.runtime", "logs"] }
  }
}

module "training" {
  source = "../../../../terraform/private-network"

  name                    = "training"
  cidr_block              = "172.20.0.0/18"
  availability_zone_count = 2
  gpu_instance_types      = ["g4dn.xlarge"]
  internet                = "single-nat"
  flow_log_retention_days = 30

  clients = {
    training = { services = ["logs", "sts"], distributed = true }
    notebook = { services = ["sagemaker.api"], internet = true }
  }

  tags = {
    CostCentre = "vision"
  }
}

output "vpc_ids" {
  value = [module.serving.vpc_id, module.training.vpc_id]
}
