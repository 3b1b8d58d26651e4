/**
 * Times from the key press to the next item on the glass, as a User Timing measure named `next-item`: browser tests and
 * the developer tools read it there.
 */
export function measureNextItem(): void {
  const start = performance.now();
  requestAnimationFrame(() => {
    // A message posted inside a frame is handled after that frame is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.measure('next-item', { start, end: performance.now() });
      port1.close();
    };
    port2.postMessage(null);
  });
}
