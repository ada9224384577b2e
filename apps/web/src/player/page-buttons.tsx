import type { PageTurner } from './running-unit';

type PageButtonsProps = { pages: Pick<PageTurner, 'all' | 'at'>; onTurn: (index: number) => void };

/** The way through a native course. */
export function PageButtons({ pages: { all, at }, onTurn }: PageButtonsProps) {
  return (
    <div className="page-buttons">
      <button type="button" disabled={at === 0} onClick={() => onTurn(at - 1)}>
        Previous page
      </button>
      <p role="status">
        Page {at + 1} of {all.length}: {all[at]?.title}
      </p>
      <button
        type="button"
        className="primary"
        disabled={at === all.length - 1}
        onClick={() => onTurn(at + 1)}
      >
        Next page
      </button>
    </div>
  );
}
