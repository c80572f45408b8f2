variables {
  name           = "test"
  image          = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/inference:1.4.0"
  model_data_url = "s3://vision-models/run-17/model.tar.gz"
  real_time      = { variants = { primary = { instance_type = "ml.m5.large" } } }
}

run "isolates_the_container_and_captures_nothing_by_default" {
  command = plan

  assert {
    condition     = aws_sagemaker_model.model.enable_network_isolation
    error_message = "The container may reach the network."
  }

  assert {
    condition     = length(aws_sagemaker_endpoint_configuration.configuration.data_capture_config) == 0
    error_message = "Calls are captured although nobody asked for it."
  }
}

run "refuses_two_kinds_at_once" {
  command = plan

  variables {
    serverless        = { memory_size_mb = 2048, max_concurrency = 5 }
    network_isolation = false
  }

  expect_failures = [var.real_time]
}
