# Generated from modules/private-network by `npm run export-modules`; change that, not this file.

variables {
  name = "test"
}

run "has_no_way_to_the_internet_by_default" {
  command = plan

  assert {
    condition     = length(aws_internet_gateway.internet) == 0 && length(aws_nat_gateway.nat_gateway) == 0
    error_message = "There is a way to the internet although none was asked for."
  }

  assert {
    condition     = length(aws_flow_log.all_traffic) == 1
    error_message = "What passes is not logged."
  }
}

run "refuses_a_single_zone" {
  command = plan

  variables {
    availability_zone_count = 1
  }

  expect_failures = [var.availability_zone_count]
}
