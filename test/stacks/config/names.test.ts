/** Keys that become parts of names in AWS, on both sides of each limit. */
import { resolveConfiguration } from "../../../stacks/config/load";
import { parse } from "../../../stacks/config/source";

const read = (yaml: string) => resolveConfiguration(parse(yaml, "platform.yaml"));
const pipelines = (name: string, more = "") =>
  `{ name: vision1234, environment: staging1, training: { pipelines: { ${name}: { ${more} } } } }`;
const endpoints = (name: string) =>
  `{ name: vision, environment: dev, serving: { endpoints: { ${name}: { modelDataUrl: "s3://models/m.tar.gz", realTime: { variants: { primary: { instanceType: ml.m5.large } } } } } } }`;

describe("names of pipelines", () => {
  it("are lower-case letters and digits with single hyphens between them", () => {
    expect(() => read(pipelines("a-1"))).not.toThrow();
    for (const name of ["A", "1a", "a_b", "a--b", "a-"]) {
      expect(() => read(pipelines(`"${name}"`))).toThrow(
        /training.pipelines must have names of lower-case letters/,
      );
    }
  });

  it("fit into a job's name", () => {
    // vision1234-staging1- are 20 characters.
    expect(() => read(pipelines("a".repeat(20)))).not.toThrow();
    expect(() => read(pipelines("a".repeat(21)))).toThrow(/training.pipelines must have names that stay/);
    expect(() => read(pipelines("ab", "tuning: {}"))).not.toThrow();
    expect(() => read(pipelines("abc", "tuning: {}"))).toThrow(/with tuning within 22/);
  });
});

it("lets endpoints be called anything but watch, which alarms are", () => {
  expect(() => read(endpoints("watched"))).not.toThrow();
  expect(() => read(endpoints("watch"))).toThrow(/serving.endpoints must have names .* none called watch/);
  expect(() => read(endpoints("Main"))).toThrow(/serving.endpoints must have names of lower-case letters/);
});
