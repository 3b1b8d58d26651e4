import { MarkdownText } from '../../text/MarkdownText';

/** Markdown as managers see it: the same safe rendering as the labeling screen's. */
export const Rich = MarkdownText;
