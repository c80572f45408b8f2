# Generated from modules/inference-endpoint by `npm run export-modules`; change that, not this file.

output "endpoint_name" {
  description = "Name of the endpoint."
  value       = aws_sagemaker_endpoint.endpoint.name
}

output "endpoint_arn" {
  description = "ARN of the endpoint."
  value       = aws_sagemaker_endpoint.endpoint.arn
}

output "variant_names" {
  description = "Names of the variants, sorted; `primary` alone for a serverless or asynchronous endpoint."
  value       = local.variant_names
}

output "invoke_command" {
  description = "Shell command that sends one photo to the endpoint."
  value       = var.asynchronous != null ? "aws sagemaker-runtime invoke-endpoint-async --region ${data.aws_region.current_region.region} --endpoint-name ${aws_sagemaker_endpoint.endpoint.name} --content-type application/x-image --input-location s3://BUCKET/photo.jpg" : "aws sagemaker-runtime invoke-endpoint --region ${data.aws_region.current_region.region} --endpoint-name ${aws_sagemaker_endpoint.endpoint.name} --content-type application/x-image --body fileb://photo.jpg /dev/stdout"
}

output "invoke_policy_json" {
  description = "IAM policy that allows to invoke this endpoint and nothing else."
  value       = data.aws_iam_policy_document.invoke.json
}

output "alarm_names" {
  description = "Names of the alarms that roll a deployment back."
  value = concat(
    [
      for key in sort(keys(aws_cloudwatch_metric_alarm.error_ratio)) :
      aws_cloudwatch_metric_alarm.error_ratio[key].alarm_name
    ],
    [
      for key in sort(keys(aws_cloudwatch_metric_alarm.model_latency)) :
      aws_cloudwatch_metric_alarm.model_latency[key].alarm_name
    ]
  )
}

output "alarm_arns" {
  description = "ARNs of these alarms."
  value = concat(
    [
      for key in sort(keys(aws_cloudwatch_metric_alarm.error_ratio)) :
      aws_cloudwatch_metric_alarm.error_ratio[key].arn
    ],
    [
      for key in sort(keys(aws_cloudwatch_metric_alarm.model_latency)) :
      aws_cloudwatch_metric_alarm.model_latency[key].arn
    ]
  )
}

output "role_arn" {
  description = "ARN of the model's execution role."
  value       = aws_iam_role.role.arn
}

output "model_name" {
  description = "Name of the SageMaker model."
  value       = aws_sagemaker_model.model.name
}

output "configuration_name" {
  description = "Name of the endpoint configuration; it changes with its content."
  value       = aws_sagemaker_endpoint_configuration.configuration.name
}

output "log_group_name" {
  description = "Name of the log group of the containers."
  value       = aws_cloudwatch_log_group.logs.name
}
