import { useTranslation } from '../../i18n';
import { Icon } from '../../ui';
import { changeWords, isClear, leanWords } from './judge';
import css from './models.module.css';
import type { ModelQuestion } from './types';

/** Which version got better, and what moves people besides quality, each as a sentence with its evidence. */
export function Sentences({ question: { changes, lean } }: { question: ModelQuestion }) {
  const { t } = useTranslation('standing');
  if (changes.length === 0 && !lean) return null;
  return (
    <div className={css.sentences}>
      {changes.length > 0 && (
        <section>
          <h3>{t('change.title')}</h3>
          <ul>
            {changes.map((change) => {
              const clear = isClear(change.low, change.high);
              const tone = clear ? (change.difference > 0 ? 'good' : 'bad') : undefined;
              return (
                <li key={`${change.measure} ${change.from_model} ${change.to_model}`} data-tone={tone}>
                  <Icon
                    name={clear ? (change.difference > 0 ? 'arrowUp' : 'arrowDown') : 'minus'}
                    size={16}
                  />
                  <span>{changeWords(change, t)}</span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {lean && (
        <section>
          <h3>{t('lean.title')}</h3>
          <ul>
            {leanWords(lean, t).map((sentence) => (
              <li key={sentence}>
                <Icon name="columns" size={16} />
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
          <p>{t('lean.of', { count: lean.n })}</p>
        </section>
      )}
    </div>
  );
}
