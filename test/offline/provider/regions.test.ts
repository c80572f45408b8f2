import { jsonRoot } from "./root";

test("two provider blocks keep their own region and default tags", async () => {
  const root = await jsonRoot({
    provider: {
      aws: [
        { region: "eu-west-1", default_tags: [{ tags: { home: "ireland" } }] },
        { region: "us-east-1", alias: "virginia" },
      ],
    },
    resource: {
      aws_sqs_queue: {
        ireland: { name: "jobs", tags: { team: "ml" } },
        virginia: { name: "jobs", provider: "aws.virginia" },
        named: { name: "jobs", region: "ap-south-1" },
      },
    },
    output: {
      ireland: { value: "${aws_sqs_queue.ireland.arn}" },
      virginia: { value: "${aws_sqs_queue.virginia.arn}" },
      named: { value: "${aws_sqs_queue.named.arn}" },
      ireland_tags: { value: "${aws_sqs_queue.ireland.tags_all}" },
      virginia_tags: { value: "${aws_sqs_queue.virginia.tags_all}" },
    },
  });
  root.plan();
  root.apply();
  expect(root.outputs()).toEqual({
    ireland: "arn:aws:sqs:eu-west-1:123456789012:jobs",
    virginia: "arn:aws:sqs:us-east-1:123456789012:jobs",
    named: "arn:aws:sqs:ap-south-1:123456789012:jobs",
    ireland_tags: { home: "ireland", team: "ml" },
    virginia_tags: {},
  });
  expect(root.secondPlanIsEmpty()).toBe(true);
  root.destroy();
});
