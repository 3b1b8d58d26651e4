/** A random key of 128 bits. `crypto.randomUUID` is missing on plain http outside loopback, so it is not used. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
