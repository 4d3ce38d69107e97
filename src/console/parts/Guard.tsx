import { Component, type ReactNode } from 'react';

type Props = { readonly part: string; readonly children: ReactNode };

/** Keeps a fault in one part of the page to that part: a plot that fails must not take the queue with it. The part says that it
 *  failed, so that an empty place is never taken for a quiet sky. */
export class Guard extends Component<Props, { readonly fault: string | undefined }> {
  override state = { fault: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return (
      <div className="alarm" role="alert">
        <strong>{this.props.part.toUpperCase()} FAILED</strong> on this page ({this.state.fault}). It shows nothing until it works again;
        the other parts go on.{' '}
        <button type="button" onClick={() => this.setState({ fault: undefined })}>
          Try again
        </button>
      </div>
    );
  }
}
