/** A stream of random numbers that is the same for the same seed: two plans are compared on the same arrivals. */
export interface RandomGenerator {
  /** Uniform in [0, 1). */
  next(): number;
}

/** SFC32 (Chris Doty-Humphrey's small fast counter generator, public domain, passes PractRand). */
export function randomGenerator(seed: number): RandomGenerator {
  let a = 0x9e3779b9;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return (result >>> 0) / 2 ** 32;
  };
  // The first values of neighbouring seeds resemble each other.
  for (let i = 0; i < 15; i++) next();
  return { next };
}
