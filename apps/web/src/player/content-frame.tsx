import { useLayoutEffect, useRef } from 'react';

type ContentFrameProps = { src: string; title: string; onPlaced: (frame: HTMLIFrameElement) => void };

/** Made by hand, because the player has to take it away at a moment of its own, when the page goes. */
export function ContentFrame({ src, title, onPlaced }: ContentFrameProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = src;
    frame.allow = 'autoplay; fullscreen';
    place.current?.append(frame);
    onPlaced(frame);
    return () => frame.remove();
  }, [src, title, onPlaced]);
  return <div ref={place} className="content" />;
}
