import { createContext, useContext } from 'react';
import type { Content } from '../../api';
import { letter } from '../../compare/rows';
import { useTranslation } from '../../i18n';
import { Rich } from '../parts/Rich';
import { useAsset } from '../queries';
import own from './items.module.css';

/** Pictures that whoever shows an item knows already. */
export type KnownPictures = {
  readonly [id: string]: { url: string; width: number | null; height: number | null } | undefined;
};
export const Pictures = createContext<KnownPictures>({});
/** How an item that is still to come names a picture that was not fetched yet. */
const NAMED = 'picture:';

/** An item's content as a manager reads it: with ids and model names, which annotators never see. */
export function ItemContent({ content }: { content: Content }) {
  const { t } = useTranslation('manage');
  const { prompt, messages = [], text, image, context = [], responses = [] } = content;
  return (
    <div className={own.content}>
      {prompt && (
        <Block title={t('content.prompt')} images={prompt.images}>
          <Rich source={prompt.text} />
        </Block>
      )}
      {messages.map((message) => (
        <Block key={message.id} title={t(`content.role.${message.role}`)} images={message.images}>
          <Rich source={message.text} />
        </Block>
      ))}
      {text && (
        <Block title={t('content.text')}>
          <Rich source={text} />
        </Block>
      )}
      {image && <Block title={t('content.image')} images={[image]} />}
      {context.map(({ id, title, text }) => (
        <details key={id} className={own.context}>
          <summary>{title || t('content.context')}</summary>
          <Rich source={text} />
        </details>
      ))}
      {responses.map((response, index) => (
        <Block
          key={response.id}
          letter={letter(index)}
          title={[response.model, response.source].filter(Boolean).join(' · ') || response.id}
          images={response.images}
        >
          <Rich source={response.text} />
        </Block>
      ))}
    </div>
  );
}

function Block(props: {
  title: string;
  letter?: string;
  images?: string[] | undefined;
  children?: React.ReactNode;
}) {
  return (
    <section className={own.block} aria-label={[props.letter, props.title].filter(Boolean).join(' ')}>
      <h4>
        {props.letter && <span className={own.letter}>{props.letter}</span>}
        {props.title}
      </h4>
      {props.children}
      {props.images && props.images.length > 0 && (
        <div className={own.pictures}>
          {props.images.map((id) => (
            <Picture key={id} id={id} />
          ))}
        </div>
      )}
    </section>
  );
}

function Picture({ id }: { id: string }) {
  const known = useContext(Pictures)[id];
  const name = id.startsWith(NAMED) ? id.slice(NAMED.length) : '';
  if (known)
    return (
      <img src={known.url} alt={name} width={known.width ?? undefined} height={known.height ?? undefined} />
    );
  return name ? <span className={own.noPicture}>{name}</span> : <Stored id={id} />;
}

function Stored({ id }: { id: string }) {
  const { t } = useTranslation('manage');
  const { data, error } = useAsset(id);
  if (error) return <span className={own.noPicture}>{t('content.noImage')}</span>;
  if (!data?.url) return <span className={own.noPicture} />;
  return (
    <a href={data.url} target="_blank" rel="noreferrer">
      <img
        src={data.url}
        alt={data.filename}
        width={data.width ?? undefined}
        height={data.height ?? undefined}
      />
    </a>
  );
}
