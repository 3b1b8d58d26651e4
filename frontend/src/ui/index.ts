export { Button, ButtonLink } from './Button';
export { Dialog } from './Dialog';
export { Flyout, FlyoutGroup, flyoutEntry } from './Flyout';
export { Icon, type IconName } from './Icon';
export { Logo } from './Logo';
export { Page, Panel, useTitle } from './Page';
export { EmptyState, ErrorState, Loading, Meter, Notice } from './States';
export { toast, toastError } from './toast';
