# Generated from modules/inference-endpoint by `npm run export-modules`; change that, not this file.

locals {
  variants      = var.real_time == null ? {} : var.real_time.variants
  variant_names = var.real_time != null ? keys(local.variants) : ["primary"]
  variant_has_local_storage = anytrue([
    for value in local.variants :
    contains(
      [
        "c5d", "c6gd", "c6id", "c7gd", "g4dn", "g5", "g6", "g6e", "i3", "i3en", "i4i",
        "m5d", "m6gd", "m6id", "m7gd", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en",
        "r5d", "r6gd", "r6id", "r7gd", "trn1", "trn1n", "trn2",
      ],
      element(reverse(split(".", value.instance_type)), 1)
    )
  ])
  queue_has_local_storage = var.asynchronous == null ? false : contains(
    [
      "c5d", "c6gd", "c6id", "c7gd", "g4dn", "g5", "g6", "g6e", "i3", "i3en", "i4i",
      "m5d", "m6gd", "m6id", "m7gd", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en",
      "r5d", "r6gd", "r6id", "r7gd", "trn1", "trn1n", "trn2",
    ],
    element(reverse(split(".", var.asynchronous.instance_type)), 1)
  )
  volume_kms_key_arn = var.serverless != null ? null : local.variant_has_local_storage ? null : local.queue_has_local_storage ? null : var.kms_key_arn
  scaling_by_variant = { for key, value in local.variants : key => value.scaling if value.scaling != null }
  scheduled_minimum_by_variant = {
    for key, value in local.scaling_by_variant :
    key => value.scheduled_minimum if value.scheduled_minimum != null
  }
}

data "aws_partition" "current_partition" {}

data "aws_region" "current_region" {}

data "aws_caller_identity" "current_account" {}

resource "aws_cloudwatch_log_group" "logs" {
  # checkov:skip=CKV_AWS_338: An input decides how long: a year and more where it is asked for, less where logs must not be kept, or paid, so long.
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts every group with a key of its own; an input takes one whose policy admits it.
  kms_key_id        = var.logs.kms_key_arn
  name              = "/aws/sagemaker/Endpoints/${var.name}"
  retention_in_days = var.logs.retention_days
  tags              = var.tags
}

resource "aws_cloudwatch_metric_alarm" "error_ratio" {
  for_each = toset(local.variant_names)

  alarm_actions       = var.alarms.topic_arns
  alarm_description   = "The endpoint ${var.name} answers too many calls with 5XX (variant ${each.value})"
  alarm_name          = "${var.name}-${each.value}-error-ratio"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { EndpointName = var.name, VariantName = each.value }
  evaluation_periods  = var.alarms.evaluation_minutes
  metric_name         = "Invocation5XXErrors"
  namespace           = "AWS/SageMaker"
  ok_actions          = var.alarms.topic_arns
  period              = 60
  statistic           = "Average"
  tags                = var.tags
  threshold           = var.alarms.error_ratio
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "model_latency" {
  for_each = toset(local.variant_names)

  alarm_actions       = var.alarms.topic_arns
  alarm_description   = "The model behind the endpoint ${var.name} is too slow (variant ${each.value})"
  alarm_name          = "${var.name}-${each.value}-model-latency"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { EndpointName = var.name, VariantName = each.value }
  evaluation_periods  = var.alarms.evaluation_minutes
  extended_statistic  = "p90"
  metric_name         = "ModelLatency"
  namespace           = "AWS/SageMaker"
  ok_actions          = var.alarms.topic_arns
  period              = 60
  tags                = var.tags
  threshold           = var.alarms.model_latency_p90_milliseconds * 1000
  treat_missing_data  = "notBreaching"
}

data "aws_iam_policy_document" "role_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    effect  = "Allow"
    sid     = "AssumeRole"

    condition {
      test     = "StringEquals"
      values   = [data.aws_caller_identity.current_account.account_id]
      variable = "aws:SourceAccount"
    }

    principals {
      identifiers = ["sagemaker.amazonaws.com"]
      type        = "Service"
    }
  }
}

resource "aws_iam_role" "role" {
  assume_role_policy = data.aws_iam_policy_document.role_trust.json
  description        = "Execution role of the inference endpoint ${var.name}"
  name               = "${var.name}-endpoint"
  tags               = var.tags
}

data "aws_iam_policy_document" "role_permissions_document" {
  statement {
    actions = ["s3:GetObject"]
    effect  = "Allow"
    resources = [
      replace(
        var.model_prefix != null ? join("", [var.model_prefix, "*"]) : var.model_data_url,
        "s3://",
        "arn:${data.aws_partition.current_partition.partition}:s3:::"
      ),
    ]
    sid = "ReadModels"
  }

  statement {
    actions = ["s3:ListBucket"]
    effect  = "Allow"
    resources = [
      replace(
        var.model_prefix != null ? var.model_prefix : var.model_data_url,
        "/^s3:[/][/]([^/]+)[/].*$/",
        "arn:${data.aws_partition.current_partition.partition}:s3:::$1"
      ),
    ]
    sid = "ListModels"

    condition {
      test = "StringLike"
      values = [
        "${replace(var.model_prefix != null ? var.model_prefix : var.model_data_url, "/^s3:[/][/][^/]+[/]/", "")}*",
      ]
      variable = "s3:prefix"
    }
  }

  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    effect    = "Allow"
    resources = ["*"]
    sid       = "LogInToRegistry"
  }

  statement {
    actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    effect  = "Allow"
    resources = [
      replace(
        var.image,
        "/^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.][a-z.]+[/]([^:@]+).*$/",
        "arn:${data.aws_partition.current_partition.partition}:ecr:$2:$1:repository/$3"
      ),
    ]
    sid = "PullImages"
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    effect    = "Allow"
    resources = [aws_cloudwatch_log_group.logs.arn, "${aws_cloudwatch_log_group.logs.arn}:*"]
    sid       = "WriteLogs"
  }

  statement {
    actions   = ["cloudwatch:PutMetricData"]
    effect    = "Allow"
    resources = ["*"]
    sid       = "PublishMetrics"

    condition {
      test     = "StringEquals"
      values   = ["/aws/sagemaker/Endpoints", "AWS/SageMaker"]
      variable = "cloudwatch:namespace"
    }
  }

  statement {
    actions = ["cloudwatch:DescribeAlarms"]
    effect  = "Allow"
    resources = concat(
      [
        for key in sort(keys(aws_cloudwatch_metric_alarm.error_ratio)) :
        aws_cloudwatch_metric_alarm.error_ratio[key].arn
      ],
      [
        for key in sort(keys(aws_cloudwatch_metric_alarm.model_latency)) :
        aws_cloudwatch_metric_alarm.model_latency[key].arn
      ]
    )
    sid = "ReadRollbackAlarms"
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []

    content {
      actions   = ["kms:Decrypt"]
      effect    = "Allow"
      resources = [statement.value]
      sid       = "DecryptWithKeys"
    }
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []

    content {
      actions   = ["kms:CreateGrant"]
      effect    = "Allow"
      resources = [statement.value]
      sid       = "GrantKeysToVolumes"

      condition {
        test     = "Bool"
        values   = ["true"]
        variable = "kms:GrantIsForAWSResource"
      }
    }
  }

  dynamic "statement" {
    for_each = var.network != null ? [var.network] : []

    content {
      actions = [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ]
      effect    = "Allow"
      resources = ["*"]
      sid       = "DescribeNetworkForJobs"
    }
  }

  dynamic "statement" {
    for_each = var.network != null ? [var.network] : []

    content {
      actions = [
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ]
      effect = "Allow"
      resources = [
        "arn:${data.aws_partition.current_partition.partition}:ec2:${data.aws_region.current_region.region}:${data.aws_caller_identity.current_account.account_id}:network-interface/*",
        "arn:${data.aws_partition.current_partition.partition}:ec2:${data.aws_region.current_region.region}:${data.aws_caller_identity.current_account.account_id}:security-group/*",
        "arn:${data.aws_partition.current_partition.partition}:ec2:${data.aws_region.current_region.region}:${data.aws_caller_identity.current_account.account_id}:subnet/*",
      ]
      sid = "AttachJobsToVpc"
    }
  }

  dynamic "statement" {
    for_each = var.data_capture != null ? [var.data_capture] : []

    content {
      actions = ["s3:PutObject"]
      effect  = "Allow"
      resources = [
        replace(
          "${statement.value.destination_uri}/*",
          "s3://",
          "arn:${data.aws_partition.current_partition.partition}:s3:::"
        ),
      ]
      sid = "WriteCaptures"
    }
  }

  dynamic "statement" {
    for_each = var.data_capture != null ? [var.data_capture] : []

    content {
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      effect    = "Allow"
      resources = [statement.value.kms_key_arn]
      sid       = "EncryptCaptures"
    }
  }

  dynamic "statement" {
    for_each = var.asynchronous != null ? [var.asynchronous] : []

    content {
      actions = ["s3:GetObject"]
      effect  = "Allow"
      resources = [
        replace(
          "${statement.value.input_uri}*",
          "s3://",
          "arn:${data.aws_partition.current_partition.partition}:s3:::"
        ),
      ]
      sid = "ReadRequests"
    }
  }

  dynamic "statement" {
    for_each = var.asynchronous != null ? [var.asynchronous] : []

    content {
      actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
      effect  = "Allow"
      resources = [
        replace(
          "${statement.value.output_uri}/*",
          "s3://",
          "arn:${data.aws_partition.current_partition.partition}:s3:::"
        ),
        replace(
          "${statement.value.failure_uri != null ? statement.value.failure_uri : statement.value.output_uri}/*",
          "s3://",
          "arn:${data.aws_partition.current_partition.partition}:s3:::"
        ),
      ]
      sid = "WriteResults"
    }
  }

  dynamic "statement" {
    for_each = var.asynchronous != null ? [var.asynchronous] : []

    content {
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      effect    = "Allow"
      resources = [statement.value.kms_key_arn]
      sid       = "EncryptResults"
    }
  }

  dynamic "statement" {
    for_each = try(var.asynchronous.notifications, null) != null ? [
      try(var.asynchronous.notifications, null),
    ] : []

    content {
      actions   = ["sns:Publish"]
      effect    = "Allow"
      resources = [statement.value.success_topic_arn, statement.value.error_topic_arn]
      sid       = "PublishNotifications"
    }
  }
}

resource "aws_iam_role_policy" "role_permissions" {
  name   = "permissions"
  policy = data.aws_iam_policy_document.role_permissions_document.json
  role   = aws_iam_role.role.name
}

resource "aws_sagemaker_model" "model" {
  # checkov:skip=CKV_AWS_370: Isolation is on by default; networkIsolation: false is a named choice for containers that have to reach out and for serverless endpoints.
  enable_network_isolation = var.network_isolation
  execution_role_arn       = aws_iam_role.role.arn
  name                     = "${var.name}-${substr(sha256(jsonencode([var.image, var.model_data_url, var.environment, var.network_isolation, var.network != null ? [toset(var.network.subnet_ids), toset(var.network.security_group_ids)] : null])), 0, 8)}"
  tags                     = var.tags

  primary_container {
    environment    = var.environment
    image          = var.image
    model_data_url = var.model_data_url
  }

  dynamic "vpc_config" {
    for_each = var.network == null ? [] : [var.network]

    content {
      security_group_ids = vpc_config.value.security_group_ids
      subnets            = vpc_config.value.subnet_ids
    }
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_iam_role_policy.role_permissions]
}

resource "aws_sagemaker_endpoint_configuration" "configuration" {
  # checkov:skip=CKV_AWS_98: kmsKeyArn takes a key; without one AWS's own key encrypts the volumes, local storage is encrypted by its hardware, and a serverless endpoint has no volumes.
  kms_key_arn = local.volume_kms_key_arn
  name        = "${var.name}-${substr(sha256(jsonencode([aws_sagemaker_model.model.name, local.volume_kms_key_arn, { for key, value in local.variants : key => jsonencode([value.instance_type, coalesce(value.initial_instance_count, try(value.scaling.min_instances, null), 1), value.weight, value.volume_size_gb, value.routing_strategy]) }, [var.container_startup_timeout_seconds, var.model_download_timeout_seconds], var.serverless, var.asynchronous != null ? [var.asynchronous.instance_type, max(var.asynchronous.min_instances, 1), var.asynchronous.volume_size_gb, var.asynchronous.max_concurrent_invocations_per_instance, var.asynchronous.output_uri, var.asynchronous.failure_uri, var.asynchronous.kms_key_arn, var.asynchronous.notifications] : null, var.data_capture])), 0, 8)}"
  tags        = var.tags

  dynamic "production_variants" {
    for_each = local.variants

    content {
      container_startup_health_check_timeout_in_seconds = var.container_startup_timeout_seconds
      initial_instance_count = coalesce(production_variants.value.initial_instance_count, try(
        production_variants.value.scaling.min_instances,
        null
      ), 1)
      initial_variant_weight                 = production_variants.value.weight
      instance_type                          = production_variants.value.instance_type
      model_data_download_timeout_in_seconds = var.model_download_timeout_seconds
      model_name                             = aws_sagemaker_model.model.name
      variant_name                           = production_variants.key
      volume_size_in_gb                      = production_variants.value.volume_size_gb

      routing_config {
        routing_strategy = production_variants.value.routing_strategy
      }
    }
  }

  dynamic "production_variants" {
    for_each = var.serverless == null ? [] : [var.serverless]

    content {
      model_name   = aws_sagemaker_model.model.name
      variant_name = "primary"

      serverless_config {
        max_concurrency         = production_variants.value.max_concurrency
        memory_size_in_mb       = production_variants.value.memory_size_mb
        provisioned_concurrency = production_variants.value.provisioned_concurrency
      }
    }
  }

  dynamic "production_variants" {
    for_each = var.asynchronous == null ? [] : [var.asynchronous]

    content {
      container_startup_health_check_timeout_in_seconds = var.container_startup_timeout_seconds
      initial_instance_count                            = max(production_variants.value.min_instances, 1)
      initial_variant_weight                            = 1
      instance_type                                     = production_variants.value.instance_type
      model_data_download_timeout_in_seconds            = var.model_download_timeout_seconds
      model_name                                        = aws_sagemaker_model.model.name
      variant_name                                      = "primary"
      volume_size_in_gb                                 = production_variants.value.volume_size_gb
    }
  }

  dynamic "async_inference_config" {
    for_each = var.asynchronous == null ? [] : [var.asynchronous]

    content {
      client_config {
        max_concurrent_invocations_per_instance = async_inference_config.value.max_concurrent_invocations_per_instance
      }

      output_config {
        kms_key_id      = async_inference_config.value.kms_key_arn
        s3_failure_path = async_inference_config.value.failure_uri
        s3_output_path  = async_inference_config.value.output_uri

        dynamic "notification_config" {
          for_each = async_inference_config.value.notifications == null ? [] : [
            async_inference_config.value.notifications,
          ]

          content {
            error_topic   = notification_config.value.error_topic_arn
            success_topic = notification_config.value.success_topic_arn
          }
        }
      }
    }
  }

  dynamic "data_capture_config" {
    for_each = var.data_capture == null ? [] : [var.data_capture]

    content {
      destination_s3_uri          = data_capture_config.value.destination_uri
      enable_capture              = true
      initial_sampling_percentage = data_capture_config.value.sampling_percent
      kms_key_id                  = data_capture_config.value.kms_key_arn

      capture_options {
        capture_mode = data_capture_config.value.mode
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_sagemaker_endpoint" "endpoint" {
  endpoint_config_name = aws_sagemaker_endpoint_configuration.configuration.name
  name                 = var.name
  tags                 = var.tags

  dynamic "deployment_config" {
    for_each = !(var.serverless != null) ? [true] : []

    content {
      auto_rollback_configuration {
        dynamic "alarms" {
          for_each = concat(
            [
              for key in sort(keys(aws_cloudwatch_metric_alarm.error_ratio)) :
              aws_cloudwatch_metric_alarm.error_ratio[key].alarm_name
            ],
            [
              for key in sort(keys(aws_cloudwatch_metric_alarm.model_latency)) :
              aws_cloudwatch_metric_alarm.model_latency[key].alarm_name
            ]
          )

          content {
            alarm_name = alarms.value
          }
        }
      }

      blue_green_update_policy {
        maximum_execution_timeout_in_seconds = var.deployment.maximum_execution_seconds
        termination_wait_in_seconds          = var.deployment.bake_seconds

        traffic_routing_configuration {
          type = var.deployment.canary != null ? "CANARY" : var.deployment.linear != null ? "LINEAR" : "ALL_AT_ONCE"
          wait_interval_in_seconds = coalesce(
            try(var.deployment.canary.wait_seconds, null),
            try(var.deployment.linear.wait_seconds, null),
            0
          )

          dynamic "canary_size" {
            for_each = var.deployment.canary == null ? [] : [var.deployment.canary]

            content {
              type  = "CAPACITY_PERCENT"
              value = canary_size.value.percent
            }
          }

          dynamic "linear_step_size" {
            for_each = var.deployment.linear == null ? [] : [var.deployment.linear]

            content {
              type  = "CAPACITY_PERCENT"
              value = linear_step_size.value.step_percent
            }
          }
        }
      }
    }
  }

  depends_on = [aws_cloudwatch_log_group.logs]
}

resource "aws_appautoscaling_target" "scaling" {
  for_each = local.scaling_by_variant

  max_capacity       = each.value.max_instances
  min_capacity       = each.value.min_instances
  resource_id        = "endpoint/${aws_sagemaker_endpoint.endpoint.name}/variant/${each.key}"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "scaling_policy" {
  for_each = local.scaling_by_variant

  name               = "${var.name}-${each.key}-load"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.scaling[each.key].resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = each.value.scale_in_cooldown_seconds
    scale_out_cooldown = each.value.scale_out_cooldown_seconds
    target_value       = coalesce(each.value.concurrent_requests_per_model, each.value.invocations_per_instance, 300)

    predefined_metric_specification {
      predefined_metric_type = each.value.concurrent_requests_per_model != null ? "SageMakerVariantConcurrentRequestsPerModelHighResolution" : "SageMakerVariantInvocationsPerInstance"
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "scheduled_minimum_start" {
  for_each = local.scheduled_minimum_by_variant

  name               = "${var.name}-${each.key}-minimum-start"
  resource_id        = aws_appautoscaling_target.scaling[each.key].resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  schedule           = each.value.start
  service_namespace  = "sagemaker"
  timezone           = each.value.timezone

  scalable_target_action {
    max_capacity = aws_appautoscaling_target.scaling[each.key].max_capacity
    min_capacity = tostring(each.value.min_instances)
  }
}

resource "aws_appautoscaling_scheduled_action" "scheduled_minimum_end" {
  for_each = local.scheduled_minimum_by_variant

  name               = "${var.name}-${each.key}-minimum-end"
  resource_id        = aws_appautoscaling_target.scaling[each.key].resource_id
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  schedule           = each.value.end
  service_namespace  = "sagemaker"
  timezone           = each.value.timezone

  scalable_target_action {
    max_capacity = aws_appautoscaling_target.scaling[each.key].max_capacity
    min_capacity = aws_appautoscaling_target.scaling[each.key].min_capacity
  }
}

resource "aws_appautoscaling_target" "queue_scaling" {
  count = var.asynchronous == null ? 0 : 1

  max_capacity       = var.asynchronous.max_instances
  min_capacity       = var.asynchronous.min_instances
  resource_id        = "endpoint/${aws_sagemaker_endpoint.endpoint.name}/variant/primary"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "queue_scaling_policy" {
  count = var.asynchronous == null ? 0 : 1

  name               = "${var.name}-backlog"
  policy_type        = "TargetTrackingScaling"
  resource_id        = one(aws_appautoscaling_target.queue_scaling[*].resource_id)
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = var.asynchronous.scale_in_cooldown_seconds
    scale_out_cooldown = var.asynchronous.scale_out_cooldown_seconds
    target_value       = var.asynchronous.backlog_per_instance

    customized_metric_specification {
      metric_name = "ApproximateBacklogSizePerInstance"
      namespace   = "AWS/SageMaker"
      statistic   = "Average"

      dimensions {
        name  = "EndpointName"
        value = aws_sagemaker_endpoint.endpoint.name
      }
    }
  }
}

resource "aws_appautoscaling_policy" "wake_up_policy" {
  count = var.asynchronous == null ? 0 : 1

  name               = "${var.name}-wake-up"
  policy_type        = "StepScaling"
  resource_id        = one(aws_appautoscaling_target.queue_scaling[*].resource_id)
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  service_namespace  = "sagemaker"

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    cooldown                = 300
    metric_aggregation_type = "Average"

    step_adjustment {
      metric_interval_lower_bound = "0"
      scaling_adjustment          = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "backlog_without_capacity" {
  count = var.asynchronous == null ? 0 : 1

  alarm_actions       = [one(aws_appautoscaling_policy.wake_up_policy[*].arn)]
  alarm_description   = "Requests wait at the endpoint ${var.name}, which has no instance: wakes it up"
  alarm_name          = "${var.name}-backlog-without-capacity"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  dimensions          = { EndpointName = var.name }
  evaluation_periods  = 2
  metric_name         = "HasBacklogWithoutCapacity"
  namespace           = "AWS/SageMaker"
  period              = 60
  statistic           = "Average"
  tags                = var.tags
  threshold           = 1
  treat_missing_data  = "missing"
}

data "aws_iam_policy_document" "invoke" {
  statement {
    actions   = [var.asynchronous != null ? "sagemaker:InvokeEndpointAsync" : "sagemaker:InvokeEndpoint"]
    effect    = "Allow"
    resources = [aws_sagemaker_endpoint.endpoint.arn]
    sid       = "InvokeEndpoint"
  }
}
