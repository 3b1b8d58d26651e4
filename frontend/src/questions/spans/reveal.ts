const ROOM = 72;

/** Scrolls a range into sight where it is not; a closed document around it is opened. */
export function reveal(range: Range): void {
  const node = range.startContainer;
  const element = node instanceof Element ? node : node.parentElement;
  element?.closest('details')?.setAttribute('open', '');
  const rect = range.getBoundingClientRect?.();
  if (!rect || !element) return;
  scrollSideways(element, rect);
  const scroller = scrollerOf(element);
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  const room = Math.min(ROOM, box.height / 4);
  if (rect.top < box.top + room) scroller.scrollBy({ top: rect.top - box.top - box.height / 3 });
  else if (rect.bottom > box.bottom - room)
    scroller.scrollBy({ top: rect.bottom - box.bottom + box.height / 3 });
}

/** The column that scrolls up and down around an element. */
export function scrollerOf(element: Element): Element | null {
  for (let at: Element | null = element; at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY))
      return at;
  return document.scrollingElement;
}

/** Code and tables scroll from side to side. */
function scrollSideways(element: Element, rect: DOMRect): void {
  for (let at: Element | null = element; at && !at.hasAttribute('data-surface'); at = at.parentElement) {
    if (at.scrollWidth <= at.clientWidth + 1) continue;
    const box = at.getBoundingClientRect();
    if (rect.left < box.left || rect.right > box.right)
      at.scrollBy({ left: rect.left - box.left - box.width / 3 });
  }
}
