import type { Role } from '../api';
import { may } from '../app/session';
import type { IconName } from '../ui';

export const SECTIONS = [
  'overview',
  'progress',
  'quality',
  'standing',
  'models',
  'items',
  'reviews',
  'comments',
  'import',
  'images',
  'people',
  'form',
  'workflow',
  'gold',
  'rules',
  'exports',
  'releases',
  'activity',
  'settings',
] as const;
export type Section = (typeof SECTIONS)[number];
/** Pages of one matter stand under one tab, and beside each other below it. */
export const QUALITY: readonly Section[] = ['quality', 'standing', 'models'];

export const SECTION_ICONS: Record<Section, IconName> = {
  overview: 'panel',
  progress: 'chart',
  quality: 'report',
  standing: 'user',
  models: 'columns',
  items: 'list',
  reviews: 'check',
  comments: 'mail',
  import: 'upload',
  images: 'image',
  people: 'users',
  form: 'pencil',
  workflow: 'flow',
  gold: 'star',
  rules: 'shield',
  exports: 'download',
  releases: 'book',
  activity: 'clock',
  settings: 'settings',
};

/** The parts of a project that a role sees: clients figures and releases, reviewers items, managers everything. */
export function sectionsFor(role: Role): readonly Section[] {
  if (may(role, 'manage')) return SECTIONS;
  if (role === 'client') return ['overview', 'progress', ...QUALITY, 'releases'];
  return role === 'reviewer'
    ? ['overview', 'progress', 'models', 'items', 'reviews', 'comments']
    : ['overview', 'progress'];
}

/** Whom a member may invite, change or remove (the server decides; this spares a refusal). */
export function governs(role: Role): readonly Role[] {
  if (role === 'owner') return ['owner', 'manager', 'reviewer', 'annotator', 'client'];
  return role === 'manager' ? ['reviewer', 'annotator', 'client'] : [];
}
