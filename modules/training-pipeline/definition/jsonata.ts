/**
 * JSONata, the query language of the state machine's definition, in small pieces. It is what lets an execution's input
 * override a default with all that follows from it: the volume's key, encryption and distribution depend on the instances.
 *
 * Expressions are constant: what depends on inputs is in the variables `$fixed` (always there) and `$options` (each field
 * only with the input that asks for it). They have only single quotes and no backslashes, because they pass through HCL,
 * where both would have to be escaped, and no lone `$`, which Step Functions does not know.
 */

/** As a value in the definition. */
export const jsonata = (expression: string): string => `{% ${expression} %}`;

/** The execution's input as it was given. */
export const EXECUTION_INPUT = "$states.context.Execution.Input";

/** A function over an object's fields, as an object again; JSONata alone makes nothing at all of an empty one. */
export const mapFields = (object: string, field: string): string =>
  `$merge($append([{}], $each(${object}, function($value, $name) { {${field}} })))`;

/** A list of texts in JSONata. */
export const textList = (texts: readonly string[]): string =>
  `[${texts.map((text) => `'${text}'`).join(", ")}]`;

/** Eight characters that no other execution, and no redrive of this one, has. */
const UNIQUE =
  "$substring($hash($states.context.Execution.Id & $states.context.State.EnteredTime, 'SHA-256'), 0, 8)";

/** `<name>--<the execution's name, cut>-<8 characters>`, at most 63. See `jobNamePrefix`. */
export const TRAINING_JOB_NAME =
  "$fixed.name & '--' & $substring($replace($states.context.Execution.Name, /[^a-zA-Z0-9-]/, '-'), 0, 52 - $length($fixed.name)) " +
  `& '-' & ${UNIQUE}`;

/** `<name>--<8 characters>`, at most 32. */
export const TUNING_JOB_NAME = `$fixed.name & '--' & ${UNIQUE}`;
