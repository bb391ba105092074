import { Component, type ReactNode } from 'react';
import { ProblemBox } from '../../shared/ui/problem-box.js';

/** Keeps what a page throws from taking the other tabs with it. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div style={{ padding: 16 }}>
        <ProblemBox
          error={this.state.error}
          onRetry={() => {
            this.setState({ error: undefined });
          }}
        />
      </div>
    );
  }
}
