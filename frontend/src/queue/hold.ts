/** A Web Lock kept until it is let go; two tabs of one person never show the same item. */
export function hold(name: string): Promise<(() => void) | false> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return Promise.resolve(() => {});
  return new Promise((decided) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return decided(false);
      return new Promise<void>((letGo) => decided(letGo));
    });
  });
}
