# Generated from modules/inference-endpoint by `npm run export-modules`; change that, not this file.

variable "name" {
  description = "Name of the endpoint. The names of its role, model, configuration and alarms begin with it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9](-*[a-z0-9])*$", var.name))
    error_message = "name must be lower-case letters and digits, with hyphens between them."
  }

  validation {
    condition     = length(var.name) <= 54
    error_message = "name must have at most 54 characters."
  }
}

variable "image" {
  description = "URI of the inference container's image in ECR, with a tag or a digest."
  type        = string
  nullable    = false

  validation {
    condition = can(regex(
      "^[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.][a-z.]+/[a-z0-9._/-]+[:@][A-Za-z0-9._:-]+$",
      var.image
    ))
    error_message = "image must be an image in ECR with its tag or digest, 123456789012.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>."
  }
}

variable "model_data_url" {
  description = "S3 URI of the model's archive, s3://bucket/…/model.tar.gz."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^*?]*[^*?/]$", var.model_data_url))
    error_message = "model_data_url must be an S3 URI without wildcards and without a slash at its end, s3://bucket/key."
  }

  validation {
    condition     = var.model_prefix == null ? true : startswith(var.model_data_url, var.model_prefix)
    error_message = "model_data_url must be below model_prefix, or the role may not read it."
  }
}

variable "model_prefix" {
  description = "S3 URI of the folder that holds all versions of the model. The role may read it, so that instances with the earlier model can still be started after a roll-back. Without it, the role may read modelDataUrl alone."
  type        = string
  default     = null

  validation {
    condition = var.model_prefix == null ? true : can(regex(
      "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/([^*?]+/)?$",
      var.model_prefix
    ))
    error_message = "model_prefix must be an S3 URI of a folder that ends in a slash, s3://bucket/folder/."
  }
}

variable "real_time" {
  description = "An endpoint on instances that answers at once."
  type = object({
    variants = map(object({
      instance_type          = string
      volume_size_gb         = optional(number)
      initial_instance_count = optional(number)
      weight                 = optional(number, 1)
      routing_strategy       = optional(string, "LEAST_OUTSTANDING_REQUESTS")
      scaling = optional(object({
        min_instances                 = optional(number, 1)
        max_instances                 = number
        invocations_per_instance      = optional(number)
        concurrent_requests_per_model = optional(number)
        scale_in_cooldown_seconds     = optional(number, 300)
        scale_out_cooldown_seconds    = optional(number, 300)
        scheduled_minimum = optional(object({
          min_instances = number
          start         = string
          end           = string
          timezone      = optional(string, "UTC")
        }))
      }))
    }))
  })
  default = null

  validation {
    condition     = var.real_time == null ? true : length(var.real_time.variants) >= 1
    error_message = "real_time.variants must have at least 1 element(s)."
  }

  validation {
    condition     = var.real_time == null ? true : length(var.real_time.variants) <= 5
    error_message = "real_time.variants must have at most 5 element(s)."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      can(regex("^ml\\.[a-z0-9-]+\\.[a-z0-9]+$", item.instance_type))
    ])
    error_message = "every element of real_time.variants.instance_type must be a SageMaker instance type such as ml.m5.large."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.volume_size_gb == null ? true : floor(item.volume_size_gb) == item.volume_size_gb
    ])
    error_message = "every element of real_time.variants.volume_size_gb must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.volume_size_gb == null ? true : item.volume_size_gb >= 1 && item.volume_size_gb <= 512
    ])
    error_message = "every element of real_time.variants.volume_size_gb must be between 1 and 512."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.initial_instance_count == null ? true : floor(
        item.initial_instance_count
      ) == item.initial_instance_count
    ])
    error_message = "every element of real_time.variants.initial_instance_count must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.initial_instance_count == null ? true : item.initial_instance_count >= 1 && item.initial_instance_count <= 100
    ])
    error_message = "every element of real_time.variants.initial_instance_count must be between 1 and 100."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.weight >= 0 && item.weight <= 1000
    ])
    error_message = "every element of real_time.variants.weight must be between 0 and 1000."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      contains(["LEAST_OUTSTANDING_REQUESTS", "RANDOM"], item.routing_strategy)
    ])
    error_message = "every element of real_time.variants.routing_strategy must be one of LEAST_OUTSTANDING_REQUESTS, RANDOM."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : floor(item.scaling.min_instances) == item.scaling.min_instances
    ])
    error_message = "every element of real_time.variants.scaling.min_instances must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.min_instances >= 1 && item.scaling.min_instances <= 100
    ])
    error_message = "every element of real_time.variants.scaling.min_instances must be between 1 and 100."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : floor(item.scaling.max_instances) == item.scaling.max_instances
    ])
    error_message = "every element of real_time.variants.scaling.max_instances must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.max_instances >= 1 && item.scaling.max_instances <= 100
    ])
    error_message = "every element of real_time.variants.scaling.max_instances must be between 1 and 100."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.invocations_per_instance == null ? true : item.scaling.invocations_per_instance >= 1 && item.scaling.invocations_per_instance <= 1000000
    ])
    error_message = "every element of real_time.variants.scaling.invocations_per_instance must be between 1 and 1000000."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.concurrent_requests_per_model == null ? true : item.scaling.concurrent_requests_per_model >= 1 && item.scaling.concurrent_requests_per_model <= 10000
    ])
    error_message = "every element of real_time.variants.scaling.concurrent_requests_per_model must be between 1 and 10000."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : floor(
        item.scaling.scale_in_cooldown_seconds
      ) == item.scaling.scale_in_cooldown_seconds
    ])
    error_message = "every element of real_time.variants.scaling.scale_in_cooldown_seconds must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scale_in_cooldown_seconds >= 0 && item.scaling.scale_in_cooldown_seconds <= 3600
    ])
    error_message = "every element of real_time.variants.scaling.scale_in_cooldown_seconds must be between 0 and 3600."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : floor(
        item.scaling.scale_out_cooldown_seconds
      ) == item.scaling.scale_out_cooldown_seconds
    ])
    error_message = "every element of real_time.variants.scaling.scale_out_cooldown_seconds must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scale_out_cooldown_seconds >= 0 && item.scaling.scale_out_cooldown_seconds <= 3600
    ])
    error_message = "every element of real_time.variants.scaling.scale_out_cooldown_seconds must be between 0 and 3600."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scheduled_minimum == null ? true : floor(
        item.scaling.scheduled_minimum.min_instances
      ) == item.scaling.scheduled_minimum.min_instances
    ])
    error_message = "every element of real_time.variants.scaling.scheduled_minimum.min_instances must be a whole number."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scheduled_minimum == null ? true : item.scaling.scheduled_minimum.min_instances >= 1 && item.scaling.scheduled_minimum.min_instances <= 100
    ])
    error_message = "every element of real_time.variants.scaling.scheduled_minimum.min_instances must be between 1 and 100."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scheduled_minimum == null ? true : can(regex(
        "^(cron|rate|at)[(].+[)]$",
        item.scaling.scheduled_minimum.start
      ))
    ])
    error_message = "every element of real_time.variants.scaling.scheduled_minimum.start must be a schedule such as cron(0 7 ? * MON-FRI *)."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for item in values(var.real_time.variants) :
      item.scaling == null ? true : item.scaling.scheduled_minimum == null ? true : can(regex(
        "^(cron|rate|at)[(].+[)]$",
        item.scaling.scheduled_minimum.end
      ))
    ])
    error_message = "every element of real_time.variants.scaling.scheduled_minimum.end must be a schedule such as cron(0 7 ? * MON-FRI *)."
  }

  validation {
    condition = length([
      for set in [var.real_time != null, var.serverless != null, var.asynchronous != null] :
      set if set
    ]) == 1
    error_message = "real_time must be set, or one of serverless, asynchronous: exactly one of them."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for name in keys(var.real_time.variants) :
      can(regex("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", name)) && length(name) <= 63
    ])
    error_message = "real_time.variants must have names of at most 63 letters and digits, with hyphens between them."
  }

  validation {
    condition = var.real_time == null ? true : anytrue([
      for variant in values(var.real_time.variants) :
      variant.weight > 0
    ])
    error_message = "real_time.variants must have at least one variant with a weight above 0, or no call is answered."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.volume_size_gb == null || !contains(
        [
          "c5d", "c6gd", "c6id", "c7gd", "g4dn", "g5", "g6", "g6e", "i3", "i3en", "i4i",
          "m5d", "m6gd", "m6id", "m7gd", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en",
          "r5d", "r6gd", "r6id", "r7gd", "trn1", "trn1n", "trn2",
        ],
        element(reverse(split(".", variant.instance_type)), 1)
      )
    ])
    error_message = "real_time.variants must have no volumeSizeGb (volume_size_gb) where the instance type has local storage (c5d, c6gd, c6id, c7gd, g4dn, g5, g6, g6e, i3, i3en, i4i, m5d, m6gd, m6id, m7gd, p3dn, p4d, p4de, p5, p5e, p5en, r5d, r6gd, r6id, r7gd, trn1, trn1n, trn2), which is used instead."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.scaling == null ? true : !contains(
        ["t2", "t3", "t3a", "t4g"],
        element(reverse(split(".", variant.instance_type)), 1)
      )
    ])
    error_message = "real_time.variants must have no scaling where the instance type is burstable (t2, t3, t3a, t4g): SageMaker does not scale these; choose another type, such as ml.m5.large."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.scaling == null ? true : variant.scaling.min_instances <= variant.scaling.max_instances
    ])
    error_message = "real_time.variants must have a scaling whose largest number of instances is not below its smallest."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.scaling == null ? true : variant.scaling.invocations_per_instance == null || variant.scaling.concurrent_requests_per_model == null
    ])
    error_message = "real_time.variants must scale on invocations or on concurrent requests: set one of the two targets only."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.scaling == null ? true : variant.initial_instance_count == null ? true : variant.scaling.min_instances <= variant.initial_instance_count && variant.initial_instance_count <= variant.scaling.max_instances
    ])
    error_message = "real_time.variants must start with a number of instances that its scaling allows."
  }

  validation {
    condition = var.real_time == null ? true : alltrue([
      for variant in values(var.real_time.variants) :
      variant.scaling == null ? true : variant.scaling.scheduled_minimum == null ? true : variant.scaling.min_instances <= variant.scaling.scheduled_minimum.min_instances && variant.scaling.scheduled_minimum.min_instances <= variant.scaling.max_instances
    ])
    error_message = "real_time.variants must have a scheduled minimum that is between the scaling's smallest and largest number of instances."
  }
}

variable "serverless" {
  description = "An endpoint without instances: paid by the call, with cold starts, without GPUs."
  type = object({
    memory_size_mb          = optional(number, 2048)
    max_concurrency         = optional(number, 5)
    provisioned_concurrency = optional(number)
  })
  default = null

  validation {
    condition = var.serverless == null ? true : contains([
      1024,
      2048,
      3072,
      4096,
      5120,
      6144,
    ], var.serverless.memory_size_mb)
    error_message = "serverless.memory_size_mb must be one of 1024, 2048, 3072, 4096, 5120, 6144."
  }

  validation {
    condition = var.serverless == null ? true : floor(
      var.serverless.memory_size_mb
    ) == var.serverless.memory_size_mb
    error_message = "serverless.memory_size_mb must be a whole number."
  }

  validation {
    condition = var.serverless == null ? true : floor(
      var.serverless.max_concurrency
    ) == var.serverless.max_concurrency
    error_message = "serverless.max_concurrency must be a whole number."
  }

  validation {
    condition     = var.serverless == null ? true : var.serverless.max_concurrency >= 1 && var.serverless.max_concurrency <= 200
    error_message = "serverless.max_concurrency must be between 1 and 200."
  }

  validation {
    condition = var.serverless == null ? true : var.serverless.provisioned_concurrency == null ? true : floor(
      var.serverless.provisioned_concurrency
    ) == var.serverless.provisioned_concurrency
    error_message = "serverless.provisioned_concurrency must be a whole number."
  }

  validation {
    condition     = var.serverless == null ? true : var.serverless.provisioned_concurrency == null ? true : var.serverless.provisioned_concurrency >= 1 && var.serverless.provisioned_concurrency <= 200
    error_message = "serverless.provisioned_concurrency must be between 1 and 200."
  }

  validation {
    condition = try(
      var.serverless.provisioned_concurrency,
      null
    ) == null ? true : var.serverless.provisioned_concurrency <= var.serverless.max_concurrency
    error_message = "serverless.provisioned_concurrency must not be above serverless.max_concurrency."
  }
}

variable "asynchronous" {
  description = "An endpoint on instances with a queue: requests and results are objects in S3, up to 1 GB and one hour."
  type = object({
    instance_type  = string
    volume_size_gb = optional(number)
    input_uri      = string
    output_uri     = string
    failure_uri    = optional(string)
    kms_key_arn    = string
    notifications = optional(object({
      success_topic_arn = string
      error_topic_arn   = string
    }))
    max_concurrent_invocations_per_instance = optional(number, 4)
    min_instances                           = optional(number, 0)
    max_instances                           = optional(number, 1)
    backlog_per_instance                    = optional(number, 5)
    scale_in_cooldown_seconds               = optional(number, 300)
    scale_out_cooldown_seconds              = optional(number, 300)
  })
  default = null

  validation {
    condition = var.asynchronous == null ? true : can(regex(
      "^ml\\.[a-z0-9-]+\\.[a-z0-9]+$",
      var.asynchronous.instance_type
    ))
    error_message = "asynchronous.instance_type must be a SageMaker instance type such as ml.m5.large."
  }

  validation {
    condition = var.asynchronous == null ? true : var.asynchronous.volume_size_gb == null ? true : floor(
      var.asynchronous.volume_size_gb
    ) == var.asynchronous.volume_size_gb
    error_message = "asynchronous.volume_size_gb must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.volume_size_gb == null ? true : var.asynchronous.volume_size_gb >= 1 && var.asynchronous.volume_size_gb <= 512
    error_message = "asynchronous.volume_size_gb must be between 1 and 512."
  }

  validation {
    condition = var.asynchronous == null ? true : can(regex(
      "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/([^*?]+/)?$",
      var.asynchronous.input_uri
    ))
    error_message = "asynchronous.input_uri must be an S3 URI of a folder that ends in a slash, s3://bucket/folder/."
  }

  validation {
    condition = var.asynchronous == null ? true : can(regex(
      "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^*?]*[^*?/]$",
      var.asynchronous.output_uri
    ))
    error_message = "asynchronous.output_uri must be an S3 URI without wildcards and without a slash at its end, s3://bucket/key."
  }

  validation {
    condition = var.asynchronous == null ? true : var.asynchronous.failure_uri == null ? true : can(regex(
      "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^*?]*[^*?/]$",
      var.asynchronous.failure_uri
    ))
    error_message = "asynchronous.failure_uri must be an S3 URI without wildcards and without a slash at its end, s3://bucket/key."
  }

  validation {
    condition = var.asynchronous == null ? true : can(regex(
      "^arn:[a-z-]+:kms:",
      var.asynchronous.kms_key_arn
    ))
    error_message = "asynchronous.kms_key_arn must be the ARN of a KMS key."
  }

  validation {
    condition = var.asynchronous == null ? true : var.asynchronous.notifications == null ? true : can(regex(
      "^arn:[a-z-]+:sns:",
      var.asynchronous.notifications.success_topic_arn
    ))
    error_message = "asynchronous.notifications.success_topic_arn must be the ARN of an SNS topic."
  }

  validation {
    condition = var.asynchronous == null ? true : var.asynchronous.notifications == null ? true : can(regex(
      "^arn:[a-z-]+:sns:",
      var.asynchronous.notifications.error_topic_arn
    ))
    error_message = "asynchronous.notifications.error_topic_arn must be the ARN of an SNS topic."
  }

  validation {
    condition = var.asynchronous == null ? true : floor(
      var.asynchronous.max_concurrent_invocations_per_instance
    ) == var.asynchronous.max_concurrent_invocations_per_instance
    error_message = "asynchronous.max_concurrent_invocations_per_instance must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.max_concurrent_invocations_per_instance >= 1 && var.asynchronous.max_concurrent_invocations_per_instance <= 1000
    error_message = "asynchronous.max_concurrent_invocations_per_instance must be between 1 and 1000."
  }

  validation {
    condition = var.asynchronous == null ? true : floor(
      var.asynchronous.min_instances
    ) == var.asynchronous.min_instances
    error_message = "asynchronous.min_instances must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.min_instances >= 0 && var.asynchronous.min_instances <= 100
    error_message = "asynchronous.min_instances must be between 0 and 100."
  }

  validation {
    condition = var.asynchronous == null ? true : floor(
      var.asynchronous.max_instances
    ) == var.asynchronous.max_instances
    error_message = "asynchronous.max_instances must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.max_instances >= 1 && var.asynchronous.max_instances <= 100
    error_message = "asynchronous.max_instances must be between 1 and 100."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.backlog_per_instance >= 1 && var.asynchronous.backlog_per_instance <= 10000
    error_message = "asynchronous.backlog_per_instance must be between 1 and 10000."
  }

  validation {
    condition = var.asynchronous == null ? true : floor(
      var.asynchronous.scale_in_cooldown_seconds
    ) == var.asynchronous.scale_in_cooldown_seconds
    error_message = "asynchronous.scale_in_cooldown_seconds must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.scale_in_cooldown_seconds >= 0 && var.asynchronous.scale_in_cooldown_seconds <= 3600
    error_message = "asynchronous.scale_in_cooldown_seconds must be between 0 and 3600."
  }

  validation {
    condition = var.asynchronous == null ? true : floor(
      var.asynchronous.scale_out_cooldown_seconds
    ) == var.asynchronous.scale_out_cooldown_seconds
    error_message = "asynchronous.scale_out_cooldown_seconds must be a whole number."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.scale_out_cooldown_seconds >= 0 && var.asynchronous.scale_out_cooldown_seconds <= 3600
    error_message = "asynchronous.scale_out_cooldown_seconds must be between 0 and 3600."
  }

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.min_instances <= var.asynchronous.max_instances
    error_message = "asynchronous.max_instances must not be below asynchronous.min_instances."
  }

  validation {
    condition = var.asynchronous == null ? true : !contains(
      ["t2", "t3", "t3a", "t4g"],
      element(reverse(split(".", var.asynchronous.instance_type)), 1)
    )
    error_message = "asynchronous.instance_type must not be burstable (t2, t3, t3a, t4g): SageMaker does not scale these."
  }

  validation {
    condition = try(var.asynchronous.volume_size_gb, null) == null ? true : !contains(
      [
        "c5d", "c6gd", "c6id", "c7gd", "g4dn", "g5", "g6", "g6e", "i3", "i3en", "i4i",
        "m5d", "m6gd", "m6id", "m7gd", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en",
        "r5d", "r6gd", "r6id", "r7gd", "trn1", "trn1n", "trn2",
      ],
      element(reverse(split(".", var.asynchronous.instance_type)), 1)
    )
    error_message = "asynchronous.volume_size_gb must be left out where the instance type has local storage (c5d, c6gd, c6id, c7gd, g4dn, g5, g6, g6e, i3, i3en, i4i, m5d, m6gd, m6id, m7gd, p3dn, p4d, p4de, p5, p5e, p5en, r5d, r6gd, r6id, r7gd, trn1, trn1n, trn2), which is used instead."
  }
}

variable "environment" {
  description = "Environment variables of the container."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.environment) <= 100
    error_message = "environment must have at most 100 element(s)."
  }

  validation {
    condition     = alltrue([for item in values(var.environment) : length(item) <= 1024])
    error_message = "every element of environment must have at most 1024 characters."
  }
}

variable "container_startup_timeout_seconds" {
  description = "How long a new container may take until it answers health checks, in seconds. Not for serverless."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = floor(var.container_startup_timeout_seconds) == var.container_startup_timeout_seconds
    error_message = "container_startup_timeout_seconds must be a whole number."
  }

  validation {
    condition     = var.container_startup_timeout_seconds >= 60 && var.container_startup_timeout_seconds <= 3600
    error_message = "container_startup_timeout_seconds must be between 60 and 3600."
  }
}

variable "model_download_timeout_seconds" {
  description = "How long an instance may take to download and unpack the model, in seconds. Not for serverless."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = floor(var.model_download_timeout_seconds) == var.model_download_timeout_seconds
    error_message = "model_download_timeout_seconds must be a whole number."
  }

  validation {
    condition     = var.model_download_timeout_seconds >= 60 && var.model_download_timeout_seconds <= 3600
    error_message = "model_download_timeout_seconds must be between 60 and 3600."
  }
}

variable "network_isolation" {
  description = "Whether the container has neither a network nor AWS credentials. A container that downloads images itself needs false, and so does a serverless endpoint."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.serverless == null || !var.network_isolation
    error_message = "network_isolation must be false where serverless is set: SageMaker cannot isolate a serverless container."
  }
}

variable "network" {
  description = "The private network that the container is in. Without it, it is in SageMaker's own."
  type = object({
    subnet_ids         = set(string)
    security_group_ids = set(string)
  })
  default = null

  validation {
    condition     = var.network == null ? true : length(var.network.subnet_ids) >= 2
    error_message = "network.subnet_ids must have at least 2 element(s)."
  }

  validation {
    condition     = var.network == null ? true : length(var.network.subnet_ids) <= 16
    error_message = "network.subnet_ids must have at most 16 element(s)."
  }

  validation {
    condition     = var.network == null ? true : length(var.network.security_group_ids) >= 1
    error_message = "network.security_group_ids must have at least 1 element(s)."
  }

  validation {
    condition     = var.network == null ? true : length(var.network.security_group_ids) <= 5
    error_message = "network.security_group_ids must have at most 5 element(s)."
  }

  validation {
    condition     = var.serverless == null || var.network == null
    error_message = "network must be left out where serverless is set: SageMaker cannot put a serverless container into a network."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key of the model's archive and of the instances' volumes. Where a variant has local storage, its hardware encrypts it, and the key is left to the archive: SageMaker refuses both."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "deployment" {
  description = "How a new model takes over (blue/green): all traffic at once, or a canary, or in linear steps; and back when an alarm of this module rings. SageMaker does it for instances only, so it means nothing to a serverless endpoint."
  type = object({
    canary = optional(object({
      percent      = optional(number, 50)
      wait_seconds = optional(number, 300)
    }))
    linear = optional(object({
      step_percent = optional(number, 25)
      wait_seconds = optional(number, 180)
    }))
    bake_seconds              = optional(number, 300)
    maximum_execution_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  validation {
    condition = var.deployment.canary == null ? true : floor(
      var.deployment.canary.percent
    ) == var.deployment.canary.percent
    error_message = "deployment.canary.percent must be a whole number."
  }

  validation {
    condition     = var.deployment.canary == null ? true : var.deployment.canary.percent >= 1 && var.deployment.canary.percent <= 50
    error_message = "deployment.canary.percent must be between 1 and 50."
  }

  validation {
    condition = var.deployment.canary == null ? true : floor(
      var.deployment.canary.wait_seconds
    ) == var.deployment.canary.wait_seconds
    error_message = "deployment.canary.wait_seconds must be a whole number."
  }

  validation {
    condition     = var.deployment.canary == null ? true : var.deployment.canary.wait_seconds >= 0 && var.deployment.canary.wait_seconds <= 3600
    error_message = "deployment.canary.wait_seconds must be between 0 and 3600."
  }

  validation {
    condition = var.deployment.linear == null ? true : floor(
      var.deployment.linear.step_percent
    ) == var.deployment.linear.step_percent
    error_message = "deployment.linear.step_percent must be a whole number."
  }

  validation {
    condition     = var.deployment.linear == null ? true : var.deployment.linear.step_percent >= 10 && var.deployment.linear.step_percent <= 50
    error_message = "deployment.linear.step_percent must be between 10 and 50."
  }

  validation {
    condition = var.deployment.linear == null ? true : floor(
      var.deployment.linear.wait_seconds
    ) == var.deployment.linear.wait_seconds
    error_message = "deployment.linear.wait_seconds must be a whole number."
  }

  validation {
    condition     = var.deployment.linear == null ? true : var.deployment.linear.wait_seconds >= 0 && var.deployment.linear.wait_seconds <= 3600
    error_message = "deployment.linear.wait_seconds must be between 0 and 3600."
  }

  validation {
    condition     = floor(var.deployment.bake_seconds) == var.deployment.bake_seconds
    error_message = "deployment.bake_seconds must be a whole number."
  }

  validation {
    condition     = var.deployment.bake_seconds >= 0 && var.deployment.bake_seconds <= 3600
    error_message = "deployment.bake_seconds must be between 0 and 3600."
  }

  validation {
    condition = floor(
      var.deployment.maximum_execution_seconds
    ) == var.deployment.maximum_execution_seconds
    error_message = "deployment.maximum_execution_seconds must be a whole number."
  }

  validation {
    condition     = var.deployment.maximum_execution_seconds >= 600 && var.deployment.maximum_execution_seconds <= 14400
    error_message = "deployment.maximum_execution_seconds must be between 600 and 14400."
  }

  validation {
    condition     = var.deployment.canary == null || var.deployment.linear == null
    error_message = "deployment.canary excludes deployment.linear: set at most one of them."
  }

  validation {
    condition = var.deployment.canary == null && var.deployment.linear == null ? true : alltrue(concat(
      [
        for variant in try(values(var.real_time.variants), []) :
        coalesce(variant.initial_instance_count, try(variant.scaling.min_instances, 1)) >= 2
      ],
      [for queue in var.asynchronous[*] : queue.min_instances >= 2]
    ))
    error_message = "deployment must be all at once (neither deployment.canary nor deployment.linear) where a variant may have fewer than 2 instances: a part of one instance cannot be shifted; raise the initial or smallest number of instances to 2."
  }
}

variable "alarms" {
  description = "Two alarms for each variant. A deployment that makes one ring is rolled back."
  type = object({
    error_ratio                    = optional(number, 0.01)
    model_latency_p90_milliseconds = optional(number, 2000)
    evaluation_minutes             = optional(number, 2)
    topic_arns                     = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.alarms.error_ratio >= 0 && var.alarms.error_ratio <= 1
    error_message = "alarms.error_ratio must be between 0 and 1."
  }

  validation {
    condition = floor(
      var.alarms.model_latency_p90_milliseconds
    ) == var.alarms.model_latency_p90_milliseconds
    error_message = "alarms.model_latency_p90_milliseconds must be a whole number."
  }

  validation {
    condition     = var.alarms.model_latency_p90_milliseconds >= 1 && var.alarms.model_latency_p90_milliseconds <= 3600000
    error_message = "alarms.model_latency_p90_milliseconds must be between 1 and 3600000."
  }

  validation {
    condition     = floor(var.alarms.evaluation_minutes) == var.alarms.evaluation_minutes
    error_message = "alarms.evaluation_minutes must be a whole number."
  }

  validation {
    condition     = var.alarms.evaluation_minutes >= 1 && var.alarms.evaluation_minutes <= 60
    error_message = "alarms.evaluation_minutes must be between 1 and 60."
  }

  validation {
    condition     = length(var.alarms.topic_arns) <= 5
    error_message = "alarms.topic_arns must have at most 5 element(s)."
  }

  validation {
    condition     = alltrue([for item in var.alarms.topic_arns : can(regex("^arn:[a-z-]+:sns:", item))])
    error_message = "every element of alarms.topic_arns must be the ARN of an SNS topic."
  }
}

variable "data_capture" {
  description = "Keeps a sample of requests and answers, which may hold personal data: off without it."
  type = object({
    destination_uri  = string
    sampling_percent = optional(number, 10)
    mode             = optional(string, "InputAndOutput")
    kms_key_arn      = string
  })
  default = null

  validation {
    condition = var.data_capture == null ? true : can(regex(
      "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^*?]*[^*?/]$",
      var.data_capture.destination_uri
    ))
    error_message = "data_capture.destination_uri must be an S3 URI without wildcards and without a slash at its end, s3://bucket/key."
  }

  validation {
    condition = var.data_capture == null ? true : floor(
      var.data_capture.sampling_percent
    ) == var.data_capture.sampling_percent
    error_message = "data_capture.sampling_percent must be a whole number."
  }

  validation {
    condition     = var.data_capture == null ? true : var.data_capture.sampling_percent >= 1 && var.data_capture.sampling_percent <= 100
    error_message = "data_capture.sampling_percent must be between 1 and 100."
  }

  validation {
    condition = var.data_capture == null ? true : contains([
      "Input",
      "Output",
      "InputAndOutput",
    ], var.data_capture.mode)
    error_message = "data_capture.mode must be one of Input, Output, InputAndOutput."
  }

  validation {
    condition = var.data_capture == null ? true : can(regex(
      "^arn:[a-z-]+:kms:",
      var.data_capture.kms_key_arn
    ))
    error_message = "data_capture.kms_key_arn must be the ARN of a KMS key."
  }

  validation {
    condition     = var.serverless == null || var.data_capture == null
    error_message = "data_capture must be left out where serverless is set: SageMaker does not capture a serverless endpoint's calls."
  }
}

variable "logs" {
  description = "The containers' log group."
  type = object({
    retention_days = optional(number, 30)
    kms_key_arn    = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
      2557, 2922, 3288, 3653,
    ], var.logs.retention_days)
    error_message = "logs.retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }

  validation {
    condition     = floor(var.logs.retention_days) == var.logs.retention_days
    error_message = "logs.retention_days must be a whole number."
  }

  validation {
    condition = var.logs.kms_key_arn == null ? true : can(regex(
      "^arn:[a-z-]+:kms:",
      var.logs.kms_key_arn
    ))
    error_message = "logs.kms_key_arn must be the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
