# The module as a person uses it, twice with different inputs: a scaled endpoint in a network, and a serverless one.

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

locals {
  image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/inference:1.4.0"
}

module "steady" {
  source = "../../../../terraform/inference-endpoint"

  name           = "steady"
  image          = local.image
  model_data_url = "s3://vision-models/run-17/model.tar.gz"
  model_prefix   = "s3://vision-models/"

  real_time = {
    variants = {
      primary = {
        instance_type = "ml.m5.large"
        scaling       = { min_instances = 2, max_instances = 6, invocations_per_instance = 300 }
      }
      candidate = {
        instance_type          = "ml.c5.large"
        initial_instance_count = 2
        weight                 = 0.1
      }
    }
  }

  network = {
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
  }

  deployment = { canary = { percent = 50, wait_seconds = 300 } }

  tags = {
    CostCentre = "vision"
  }
}

module "rare" {
  source = "../../../../terraform/inference-endpoint"

  name              = "rare"
  image             = local.image
  model_data_url    = "s3://vision-models/run-17/model.tar.gz"
  serverless        = { memory_size_mb = 2048, max_concurrency = 5 }
  network_isolation = false
}

output "endpoint_arns" {
  value = [module.steady.endpoint_arn, module.rare.endpoint_arn]
}
