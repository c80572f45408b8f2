/** Events in the order of their times: a binary heap over typed arrays, since a day of traffic has tens of millions. */
export class EventQueue {
  private times = new Float64Array(1024);
  private payloads = new Int32Array(1024);
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  /** Time of the next event; Infinity when there is none. */
  get nextTime(): number {
    return this.length === 0 ? Infinity : (this.times[0] as number);
  }

  push(time: number, payload: number): void {
    if (this.length === this.times.length) this.grow();
    const { times, payloads } = this;
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = times[parent] as number;
      if (parentTime <= time) break;
      times[at] = parentTime;
      payloads[at] = payloads[parent] as number;
      at = parent;
    }
    times[at] = time;
    payloads[at] = payload;
  }

  /** Removes the next event and returns its payload. */
  pop(): number {
    const { times, payloads } = this;
    const first = payloads[0] as number;
    const last = --this.length;
    const time = times[last] as number;
    const payload = payloads[last] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && (times[child + 1] as number) < (times[child] as number)) child++;
      const childTime = times[child] as number;
      if (childTime >= time) break;
      times[at] = childTime;
      payloads[at] = payloads[child] as number;
      at = child;
    }
    times[at] = time;
    payloads[at] = payload;
    return first;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const payloads = new Int32Array(this.payloads.length * 2);
    times.set(this.times);
    payloads.set(this.payloads);
    this.times = times;
    this.payloads = payloads;
  }
}
