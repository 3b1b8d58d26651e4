import { TextInput } from '@mantine/core';
import { useTranslation } from '../../../../i18n';
import { Button } from '../../../../ui';
import type { DraftOf } from '../../draft';
import css from '../../form.module.css';
import { OptionList } from '../../OptionList';
import { FEWEST_POINTS, MOST_POINTS } from '../../options';
import { Tool } from '../../Tool';
import { useStarterWords } from '../../words';
import { Flag, Flagged, List, type SettingsProps, Whole } from '../fields';
import { addScale, changeScale, type DraftScale, MOST_RESPONSES, MOST_TURNS } from './draft';

type Of = SettingsProps<DraftOf<'dialogue'>>;

export function DialogueSettings(of: Of) {
  const { t } = useTranslation('manage');
  return (
    <>
      <div className={css.four}>
        <Whole of={of} name="min_turns" label={t('setting.min_turns')} min={1} max={MOST_TURNS} />
        <Whole of={of} name="max_turns" label={t('setting.max_turns')} min={1} max={MOST_TURNS} />
        <Whole of={of} name="min_responses" label={t('setting.min_responses')} min={1} max={MOST_RESPONSES} />
        <Whole of={of} name="max_responses" label={t('setting.max_responses')} min={1} max={MOST_RESPONSES} />
      </div>
      <Flagged>
        <Flag of={of} name="ties" label={t('setting.ties')} />
        <Flag of={of} name="prompt_images" label={t('setting.prompt_images')} />
        <Flag of={of} name="response_images" label={t('setting.response_images')} />
      </Flagged>
      <List
        of={of}
        name="tags"
        kind="values"
        fewest={0}
        legend={t('setting.tags')}
        help={t('form.tagsHelp')}
        addTitle={t('form.addTag')}
      />
      <List
        of={of}
        name="labels"
        kind="values"
        fewest={0}
        legend={t('setting.labels')}
        help={t('form.labelsHelp')}
        addTitle={t('form.addLabel')}
      />
      <Scales {...of} />
    </>
  );
}

/** The scales on which every response is rated. */
function Scales(of: Of) {
  const { t } = useTranslation('manage');
  const words = useStarterWords();
  const { question, errors, edit } = of;
  const field = `${question.id}:ratings`;
  return (
    <fieldset className={css.options}>
      <legend>{t('setting.ratings')}</legend>
      <p className={css.hint}>{t('form.ratingsHelp')}</p>
      {errors[field] && <p className={css.error}>{errors[field]}</p>}
      <ul className={css.scales}>
        {question.ratings.map((scale, index) => (
          <Scale key={scale.id} of={of} scale={scale} index={index} />
        ))}
      </ul>
      <Button
        kind="default"
        size="small"
        icon="plus"
        onClick={() => edit(({ ratings }) => ({ ratings: addScale(ratings, words) }), ['ratings'])}
      >
        {t('form.addScale')}
      </Button>
    </fieldset>
  );
}

function Scale({ of, scale, index }: { of: Of; scale: DraftScale; index: number }) {
  const { t } = useTranslation('manage');
  const { errors, edit, onRemoved } = of;
  const title = scale.title || t('form.scaleTitle', { index: index + 1 });
  const changed = (change: (scale: DraftScale) => Partial<DraftScale>) => (draft: Of['question']) => {
    const own = draft.ratings.find(({ id }) => id === scale.id);
    return own ? { ratings: changeScale(draft.ratings, scale.id, change(own)) } : {};
  };
  const remove = (): void => {
    onRemoved(title, ({ ratings }) => ({
      ratings: [...ratings.slice(0, index), scale, ...ratings.slice(index)],
    }));
    edit(({ ratings }) => ({ ratings: ratings.filter(({ id }) => id !== scale.id) }));
  };
  return (
    <li className={css.scale}>
      <div className={css.scaleHead}>
        <TextInput
          aria-label={t('form.scaleTitle', { index: index + 1 })}
          placeholder={t('form.scaleTitle', { index: index + 1 })}
          maxLength={300}
          value={scale.title}
          error={errors[`${scale.id}:title`] ?? errors[`${scale.id}:name`] ?? errors[`${scale.id}:`]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            edit(
              changed(() => ({ title: value })),
              [`${scale.id}:title`, `${scale.id}:name`, `${scale.id}:`],
            );
          }}
        />
        <Tool icon="trash" label={t('form.remove', { title })} onClick={remove} />
      </div>
      <OptionList
        legend={t('form.pointsOf', { title })}
        kind="points"
        plain
        options={scale.options}
        field={`${scale.id}:options`}
        errors={errors}
        fewest={FEWEST_POINTS}
        most={MOST_POINTS}
        addTitle={t('form.addPoint')}
        onChange={(change, fields) =>
          edit(
            changed(({ options }) => ({ options: change(options) })),
            fields,
          )
        }
        onRemoved={(name, undo) =>
          onRemoved(
            name,
            changed(({ options }) => ({ options: undo(options) })),
          )
        }
      />
    </li>
  );
}
