/**
 * Queueing formulas in closed form. They give the planner's first guess, and the tests hold the simulator against them.
 *
 * `offeredLoad` is the mean number of busy servers that the traffic would need (arrival rate × mean service time), in erlang.
 */

/**
 * Share of calls that `servers` servers without a queue refuse (Erlang B). It holds for any distribution of service times.
 * That is Lambda's reserved concurrency: a call beyond it is refused, never queued.
 */
export function erlangB(offeredLoad: number, servers: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offeredLoad * blocked) / (k + offeredLoad * blocked);
  return blocked;
}

/**
 * Share of calls that have to wait for one of `servers` servers with an endless queue (Erlang C), for exponential service
 * times; 1 where the load is at least what the servers can do. That is the queue in front of an endpoint's workers.
 */
export function erlangC(offeredLoad: number, servers: number): number {
  if (offeredLoad >= servers) return 1;
  const blocked = erlangB(offeredLoad, servers);
  return blocked / (1 - (offeredLoad / servers) * (1 - blocked));
}

export interface Queue {
  /** Arrivals a second. */
  readonly arrivalsPerSecond: number;
  /** Mean time that one call keeps a server busy. */
  readonly serviceSeconds: number;
  readonly servers: number;
  /** Squared coefficient of variation of the service time: 1 exponential, 0 constant. @default 1 */
  readonly serviceVariation?: number;
}

/**
 * Mean time in the queue, in seconds; Infinity where it would grow without end. Exact for exponential service times and for
 * one server (Pollaczek and Khinchine); else Lee and Longton's approximation, good to about 10 %.
 */
export function meanWaitSeconds({
  arrivalsPerSecond,
  serviceSeconds,
  servers,
  serviceVariation = 1,
}: Queue): number {
  const offeredLoad = arrivalsPerSecond * serviceSeconds;
  if (offeredLoad >= servers) return Infinity;
  const exponential = erlangC(offeredLoad, servers) / (servers / serviceSeconds - arrivalsPerSecond);
  return (exponential * (1 + serviceVariation)) / 2;
}

/** The waiting time that the share `quantile` of calls does not exceed, in seconds, for exponential service times. */
export function waitQuantileSeconds(queue: Queue, quantile: number): number {
  const { arrivalsPerSecond, serviceSeconds, servers } = queue;
  const waiting = erlangC(arrivalsPerSecond * serviceSeconds, servers);
  if (waiting >= 1) return Infinity;
  const rate = servers / serviceSeconds - arrivalsPerSecond;
  return waiting <= 1 - quantile ? 0 : Math.log(waiting / (1 - quantile)) / rate;
}

/** The fewest servers that keep the refused share at or below `maxBlocked` (Erlang B). */
export function serversForBlocking(offeredLoad: number, maxBlocked: number): number {
  let servers = 0;
  let blocked = 1;
  while (blocked > maxBlocked) {
    servers++;
    blocked = (offeredLoad * blocked) / (servers + offeredLoad * blocked);
  }
  return servers;
}
