/** A frame that never comes, as in a page out of sight, is waited for no longer than this. */
const LONGEST = 250;

/** Does what is not urgent once the screen has been drawn, so that it takes no time from what was asked for. */
export function afterPaint(work: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    work();
  };
  const timer = setTimeout(once, LONGEST);
  requestAnimationFrame(() => setTimeout(once));
}
