import { useRef } from 'react';
import { useSeen } from '../parts/seen';
import { useAsset } from '../queries';
import own from './items.module.css';

/** A small picture that is asked for when its row comes into view. It says nothing that the row does not say in words. */
export function Thumbnail({ id }: { id: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const { data } = useAsset(id, useSeen(place));
  return (
    <span ref={place} className={own.thumbnail}>
      {data?.url && <img src={data.url} alt="" />}
    </span>
  );
}
