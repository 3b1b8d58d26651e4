// The API client takes hold of `fetch` when its module loads, so this comes first in every test of a page.
type Answer = (request: Request) => Promise<Response>;
let current: Answer = () => Promise.reject(new TypeError('Failed to fetch'));
export const answerWith = (answer: Answer): void => {
  current = answer;
};
globalThis.fetch = ((request: Request) => current(request)) as typeof fetch;
