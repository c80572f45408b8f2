import type { Check } from "../behaviour/types";
import type { ValueMap } from "../provider/values";

/** What a data source is asked, and by whom. */
export interface Query {
  config: ValueMap;
  region: string;
  account: string;
  partition: string;
  /** Hexadecimal digits that depend on the question and on what they are for. */
  hash: (purpose: string, length: number) => string;
}

/** A data source's answer that is an error; its message says what would be right. */
export class DataSourceError extends Error {}

export interface DataSource {
  /** The attributes it computes; what it leaves out gets an empty or generic value. */
  read: (query: Query) => ValueMap;
  checks?: readonly Check[];
}

export type DataSourceTable = Record<`aws_${string}`, DataSource>;
