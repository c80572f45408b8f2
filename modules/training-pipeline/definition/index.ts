/** The state machine's definition, in the Amazon States Language. */
import type { Construct } from "constructs";
import { choose, isSet, objectIn, setField } from "../../shared/expressions";
import { failedState, onFailure, reportFailureState, tellFailureState } from "./failure";
import type { JobContext } from "./job";
import { readInputStates } from "./read-input";
import { trainState, writeModelUriState } from "./train";
import { refuseTuningState, tuneState, tuningFoundValuesState } from "./tune";

export interface DefinitionContext extends JobContext {
  readonly partition: string;
  readonly modelParameterName: string;
}

/** An object for `Fn.jsonencode`. */
export function definitionOf(scope: Construct, context: DefinitionContext): object {
  const { p, partition, modelParameterName } = context;
  const isTuned = isSet(p.tuning);
  return {
    Comment: `Trains the model of ${p.name}`,
    QueryLanguage: "JSONata",
    StartAt: "Defaults",
    States: objectIn(
      scope,
      "states",
      {
        ...readInputStates(context, choose(isTuned, "Tune", "Train")),
        Train: trainState(context, partition, onFailure),
        WriteModelUri: writeModelUriState(modelParameterName, partition, onFailure),
        ReportFailure: reportFailureState(choose(isSet(p.failureNotification), "TellFailure", "Failed")),
        Failed: failedState(),
      },
      setField("Tune", p.tuning, (tuning) => tuneState(context, tuning, partition, onFailure)),
      setField("TuningFoundValues", p.tuning, tuningFoundValuesState),
      setField("RefuseTuning", p.tuning, refuseTuningState),
      setField("TellFailure", p.failureNotification, ({ topicArn }) => tellFailureState(topicArn, partition)),
    ),
  };
}
