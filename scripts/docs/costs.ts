/** The README's table of what each choice costs, from capacity/prices/prices.json. */
import { table } from "./markdown";
import { monthlyUsd, priceList, priceUsd, usd } from "./prices";

interface Choice {
  readonly choice: string;
  readonly setting: string;
  /** In USD. */
  readonly cost: string;
  readonly remark: string;
}

const SECONDS_PER_HOUR = 3600;
/** A working month: eight hours on 21 days. */
const WORKING_HOURS = 168;

const aMonth = (amount: number) => `${usd(amount)} a month`;
const anHour = (price: string) => `${usd(priceUsd(price))} an hour`;

/** One unit of provisioned concurrency with one GB of memory. */
export const provisionedGigabyteMonth = (architecture: string) =>
  monthlyUsd(`lambdaProvisionedGigabyteSecond.${architecture}`) * SECONDS_PER_HOUR;

/** A NAT gateway and its public address. */
export const natGatewayMonth = () => monthlyUsd("natGatewayHour") + monthlyUsd("publicIpv4Hour");

function choices(): Choice[] {
  return [
    {
      choice: "No way to the internet",
      setting: "`network.internet: none`",
      cost: "0",
      remark: "the default; AWS is reached through endpoints",
    },
    {
      choice: "One NAT gateway",
      setting: "`network.internet: single-nat`",
      cost: aMonth(natGatewayMonth()),
      remark: `with its public address; ${usd(priceUsd("natGatewayGigabyte"))} a GB beside it`,
    },
    {
      choice: "A NAT gateway in each of two zones",
      setting: "`network.internet: ha-nat`",
      cost: aMonth(natGatewayMonth() * 2),
      remark: "the same, twice",
    },
    {
      choice: "One service's interface endpoint in two zones",
      setting: "follows from what connects",
      cost: aMonth(monthlyUsd("interfaceEndpointZoneHour") * 2),
      remark: `${usd(priceUsd("interfaceEndpointGigabyte"))} a GB beside it; S3's gateway endpoint is free`,
    },
    {
      choice: "Endpoint, one ml.m5.large",
      setting: "`serving.endpoints.*.realTime`",
      cost: aMonth(monthlyUsd("hosting.ml.m5.large")),
      remark: "as long as the endpoint exists, called or not; twice while a deployment moves traffic",
    },
    {
      choice: "Endpoint, one ml.g4dn.xlarge",
      setting: "`instanceType: ml.g4dn.xlarge`",
      cost: aMonth(monthlyUsd("hosting.ml.g4dn.xlarge")),
      remark: "GPU",
    },
    {
      choice: "Serverless endpoint",
      setting: "`serving.endpoints.*.serverless`",
      cost: "0 without calls",
      remark: "by the call; the first one after a pause waits for a cold start",
    },
    {
      choice: "Provisioned concurrency, one GB",
      setting: "`serving.function.provisioned`",
      cost: aMonth(provisionedGigabyteMonth("arm64")),
      remark: `each, on arm64; ${usd(provisionedGigabyteMonth("x86_64"))} on x86_64. Reserved concurrency is free`,
    },
    {
      choice: "Notebook, ml.t3.medium",
      setting: "`training.notebook`",
      cost: anHour("notebook.ml.t3.medium"),
      remark: `about ${usd(priceUsd("notebook.ml.t3.medium") * WORKING_HOURS)} a month in working hours; stops when idle`,
    },
    {
      choice: "Training run, one ml.m5.xlarge",
      setting: "`training.pipelines`",
      cost: anHour("training.ml.m5.xlarge"),
      remark: `only while it runs; ml.g4dn.xlarge ${usd(priceUsd("training.ml.g4dn.xlarge"))}`,
    },
    {
      choice: "Training host, g4dn.xlarge",
      setting: "`training.host`",
      cost: anHour("host.g4dn.xlarge"),
      remark: `about ${usd(priceUsd("spotHost.g4dn.xlarge"))} as spot; m5.xlarge ${usd(priceUsd("host.m5.xlarge"))}; stops by itself`,
    },
    {
      choice: "KMS key of the store",
      setting: "always",
      cost: aMonth(priceUsd("kmsKeyMonth")),
      remark: "and its use, a few cents",
    },
    {
      choice: "Ten alarms",
      setting: "always",
      cost: aMonth(priceUsd("alarmMonth") * 10),
      remark: "those on ten-second metrics cost three times as much",
    },
    {
      choice: "Logs, one GB written",
      setting: "always",
      cost: usd(priceUsd("logsIngestedGigabyte")),
      remark: "flow logs are most of it: `network.flowLogs`",
    },
  ];
}

export function costTable(): string {
  const rows = choices().map(({ choice, setting, cost, remark }) => [choice, setting, cost, remark]);
  const { region, currency, collected } = priceList();
  return [
    `About, in ${currency}, in ${region}; put together on ${collected} from sources that [capacity/prices/prices.json](capacity/prices/prices.json) names with their dates. Ask AWS's price list before you rely on one.`,
    "",
    table(["Choice", "Setting", `About, ${currency}`, ""], rows),
  ].join("\n");
}
