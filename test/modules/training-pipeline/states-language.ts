/**
 * Runs definitions in the Amazon States Language with JSONata, as far as the training pipeline uses it: Pass, Choice, Task,
 * Fail, variables, Catch. The expressions are evaluated by JSONata's reference implementation. What a task does is the test's
 * to say. Source of the semantics: Step Functions developer guide, "Transforming data with JSONata" and "Passing data between
 * states with variables".
 */
import { createHash } from "node:crypto";
import jsonata from "jsonata";

type Json = unknown;
interface Catcher {
  ErrorEquals: string[];
  Assign?: Json;
  Next: string;
}
export interface State {
  Type: "Pass" | "Choice" | "Task" | "Fail";
  Resource?: string;
  Arguments?: Json;
  Assign?: Json;
  Output?: Json;
  TimeoutSeconds?: Json;
  Choices?: { Condition: string; Next: string }[];
  Default?: string;
  Catch?: Catcher[];
  Next?: string;
  End?: boolean;
  Error?: string;
  Cause?: string;
}
export interface Definition {
  QueryLanguage: string;
  StartAt: string;
  States: Record<string, State>;
}

/** What is wrong with a definition, by a validator that others wrote. It changes what it is given, so it gets a copy. */
export function problemsOf(definition: Definition): unknown[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it has no types
  const validate = require("asl-validator") as (copy: object) => { errors: unknown[] };
  return validate(structuredClone(definition)).errors;
}

/** What a task throws. */
export class TaskError extends Error {
  constructor(
    readonly error: string,
    readonly reason?: string,
  ) {
    super(error);
  }
}

/** Actions such as `ssm:putParameter`, by the end of the task's resource. */
export type Tasks = Record<string, (taskArguments: Record<string, unknown>) => Json>;

export interface Execution {
  status: "SUCCEEDED" | "FAILED";
  output?: Json;
  error?: string;
  cause?: string;
  /** The states in the order in which they were entered. */
  path: string[];
  calls: { action: string; arguments: Record<string, unknown> }[];
  timeouts: number[];
}

export async function runDefinition(
  definition: Definition,
  input: Json,
  tasks: Tasks,
  name = "a-run",
): Promise<Execution> {
  const run = new Run(definition, input, tasks, name);
  return run.execute();
}

const MAX_STATES = 100;

class Run {
  private readonly variables: Record<string, Json> = {};
  private readonly execution: Execution = { status: "FAILED", path: [], calls: [], timeouts: [] };

  constructor(
    private readonly definition: Definition,
    private readonly input: Json,
    private readonly tasks: Tasks,
    private readonly name: string,
  ) {}

  async execute(): Promise<Execution> {
    let next: string | undefined = this.definition.StartAt;
    let input = this.input;
    while (next !== undefined) {
      const state: State | undefined = this.definition.States[next];
      if (!state) throw new Error(`There is no state ${next}.`);
      if (this.execution.path.push(next) > MAX_STATES) throw new Error("The execution does not end.");
      const states = { input, context: this.context(next) };
      if (state.Type === "Fail") return this.fail(state, states);
      if (state.Type === "Choice") {
        next = await this.choose(state, states);
        continue;
      }
      const outcome = await this.step(state, states);
      input = outcome.output;
      if (state.End && !outcome.caught) return { ...this.execution, status: "SUCCEEDED", output: input };
      next = outcome.caught ?? state.Next;
    }
    throw new Error("A state has neither Next nor End.");
  }

  private async step(state: State, states: object): Promise<{ output: Json; caught?: string }> {
    const { input } = states as { input: Json };
    try {
      const result = state.Type === "Task" ? await this.callTask(state, states) : input;
      const withResult = { ...states, result };
      const output = state.Output === undefined ? result : await this.evaluate(state.Output, withResult);
      await this.assign(state.Assign, withResult);
      return { output };
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      const catcher = state.Catch?.find(({ ErrorEquals: names }) =>
        [error.error, "States.ALL"].some((each) => names.includes(each)),
      );
      if (!catcher) throw error;
      const errorOutput = {
        Error: error.error,
        ...(error.reason === undefined ? {} : { Cause: error.reason }),
      };
      await this.assign(catcher.Assign, { ...states, errorOutput });
      return { output: errorOutput, caught: catcher.Next };
    }
  }

  private async callTask(state: State, states: object): Promise<Json> {
    const action = (state.Resource ?? "").split(":::")[1] ?? "";
    const taskArguments = (await this.evaluate(state.Arguments, states)) as Record<string, unknown>;
    if (state.TimeoutSeconds !== undefined)
      this.execution.timeouts.push((await this.evaluate(state.TimeoutSeconds, states)) as number);
    this.execution.calls.push({ action, arguments: taskArguments });
    const task = this.tasks[action];
    if (!task) throw new Error(`The test says nothing about ${action}.`);
    return task(taskArguments);
  }

  private async choose(state: State, states: object): Promise<string | undefined> {
    for (const choice of state.Choices ?? []) {
      const answer = await this.evaluate(choice.Condition, states);
      if (typeof answer !== "boolean") throw new Error(`A condition gave ${JSON.stringify(answer)}.`);
      if (answer) return choice.Next;
    }
    return state.Default;
  }

  private async fail(state: State, states: object): Promise<Execution> {
    const error = (await this.evaluate(state.Error, states)) as string;
    const cause = (await this.evaluate(state.Cause, states)) as string;
    return { ...this.execution, error, cause };
  }

  private async assign(values: Json, states: object): Promise<void> {
    if (values === undefined) return;
    // All of them from the values before, as Step Functions does.
    Object.assign(this.variables, await this.evaluate(values, states));
  }

  private async evaluate(value: Json, states: object): Promise<Json> {
    if (typeof value === "string") return this.evaluateText(value, states);
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.evaluate(item, states)));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [
      key,
      await this.evaluate(item, states),
    ]);
    return Object.fromEntries((await Promise.all(entries)) as [string, Json][]);
  }

  private async evaluateText(text: string, states: object): Promise<Json> {
    const expression = /^\{%(.*)%\}$/s.exec(text)?.[1];
    if (expression === undefined) return text;
    const query = jsonata(expression);
    query.registerFunction("hash", (value: string, algorithm: string) =>
      createHash(algorithm.replace("-", "")).update(value).digest("hex"),
    );
    const result: unknown = await query.evaluate(undefined, { ...this.variables, states });
    // Step Functions ends the execution with States.QueryEvaluationError.
    if (result === undefined) throw new Error(`Nothing comes of ${expression}.`);
    return JSON.parse(JSON.stringify(result)) as Json;
  }

  private context(state: string) {
    const machine = "arn:aws:states:eu-west-1:123456789012:execution:dogs";
    return {
      Execution: { Id: `${machine}:${this.name}`, Name: this.name, Input: this.input },
      State: { Name: state, EnteredTime: new Date(this.execution.path.length * 1000).toISOString() },
    };
  }
}
