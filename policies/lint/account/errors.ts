/** Why an account could not be scanned at all: no credentials, expired ones, no connection. Its message is for people. */
export class AccountError extends Error {}

/** Why a snapshot cannot be used. Its message is for people. */
export class SnapshotError extends Error {}
