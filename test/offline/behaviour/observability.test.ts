import { observability } from "../../../offline/behaviour/observability";

const STOP = "arn:aws:automate:eu-west-1:ec2:stop";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";

function problems(type: keyof typeof observability, actions: string[]): string[] {
  const config = { alarm_name: "a", alarm_rule: "TRUE", alarm_actions: actions };
  return (observability[type]?.checks ?? [])
    .flatMap((check) => check(config))
    .filter(({ path }) => path[0] === "alarm_actions")
    .map(({ message }) => message);
}

test("a metric alarm may stop an instance, beside telling a topic", () => {
  expect(problems("aws_cloudwatch_metric_alarm", [STOP, TOPIC])).toEqual([]);
});

test.each(["arn:aws:automate:eu-west-1:ec2:explode", "arn:aws:automate:eu-west-1:rds:stop", "stop"])(
  "but not %s",
  (action) => {
    expect(problems("aws_cloudwatch_metric_alarm", [STOP, action])).toHaveLength(1);
  },
);

test("a composite alarm cannot act on instances", () => {
  expect(problems("aws_cloudwatch_composite_alarm", [TOPIC])).toEqual([]);
  expect(problems("aws_cloudwatch_composite_alarm", [STOP])).toHaveLength(1);
});
