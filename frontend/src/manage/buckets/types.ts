import type { components } from '../../api/schema';

type Schemas = components['schemas'];
/** A client's own place in an object store. The secret key is never told again; `problem` is what the last try found. */
export type Bucket = Schemas['BucketShape'];
export type BucketDraft = Required<Schemas['BucketInputRequest']>;
/** How the installation takes on roles of a client. */
export type Roles = Schemas['RolesShape'];
/** What lies below a prefix, as folders and files. */
export type Listing = Schemas['ObjectShapePage'];
