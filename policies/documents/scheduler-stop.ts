import { exactArn } from "./arn";
import { policyDocument } from "./document";
import { allow } from "./parts";
import type { PolicyDocument } from "./types";

/** The role with which EventBridge Scheduler stops one notebook instance at night. */
export function schedulerStopPolicy(options: { readonly notebookArn: string }): PolicyDocument {
  return policyDocument(
    allow(
      "StopNotebook",
      ["sagemaker:StopNotebookInstance"],
      [exactArn("notebookArn", options.notebookArn, "sagemaker")],
    ),
  );
}
