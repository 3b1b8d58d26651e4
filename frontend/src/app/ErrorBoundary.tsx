import { Component, type ErrorInfo, type ReactNode } from 'react';
import { i18n } from '../i18n';
import { Button, ButtonLink } from '../ui/Button';
import { EmptyState } from '../ui/States';

/** Catches what a page throws while it draws itself, keeps the header alive and offers two ways out. Another address tries again. */
export class ErrorBoundary extends Component<{ at: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }
  override componentDidUpdate(previous: { at: string }): void {
    if (this.state.failed && previous.at !== this.props.at) this.setState({ failed: false });
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const t = i18n.getFixedT('common');
    return (
      <main id="main">
        <EmptyState
          icon="alert"
          title={t('problem.crashed')}
          action={
            <>
              <Button onClick={() => location.reload()}>{t('reload')}</Button>
              <ButtonLink kind="default" href="/">
                {t('problem.goHome')}
              </ButtonLink>
            </>
          }
        >
          {t('problem.crashedHelp')}
        </EmptyState>
      </main>
    );
  }
}
