/** `governance:` who is told what, and what it may cost. */
import { num, obj, set, str } from "../../../modules/shared/inputs";

export const governance = obj(
  {
    alarmEmails: set(
      str({
        description: "An e-mail address.",
        pattern: "^[^@\\s]+@[^@\\s]+[.][^@\\s]+$",
        patternSays: "an e-mail address",
      }),
      {
        description: "Who is told of alarms, failed runs and costs. Each address has to confirm once.",
        default: [],
      },
    ),
    monthlyBudgetUsd: num({
      description: "What the platform should cost at most in a month, in USD.",
      default: 200,
      min: 1,
      max: 1_000_000,
    }),
    anomalyThresholdUsd: num({
      description: "Unexpected cost in a day that is reported, in USD.",
      default: 20,
      min: 1,
      max: 1_000_000,
    }),
  },
  { description: "Alarms, dashboard and cost control.", default: {} },
);
