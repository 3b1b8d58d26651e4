export { api, ask, csrfToken, idempotent, ifMatch } from './client';
export { newKey } from './key';
export { ApiProblem, asProblem, type FieldProblem } from './problem';
export { queryClient } from './query';
export { signInUrl, useSignedOut } from './signedOut';
export type * from './types';
