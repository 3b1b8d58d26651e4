import { Signal } from '../queue/signal';

/** Whether the preferences are open; the account menu and the labeling screen's commands both open them. */
export const settingsOpen = new Signal(false);
