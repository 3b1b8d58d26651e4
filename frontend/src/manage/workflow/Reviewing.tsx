import { NativeSelect } from '@mantine/core';
import { useTranslation } from '../../i18n';
import { Button, Icon, Panel } from '../../ui';
import { Percent, Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { useMembers } from '../queries';
import type { Block } from './fields';
import { Reasons } from './Reasons';
import { ruleWords } from './summary';
import { OPERATORS, type Operator, REVIEW_REASONS, type ReviewRule } from './types';
import own from './workflow.module.css';

const BY = ['agreement', 'gold_score', 'annotator'] as const;
const NEW: ReviewRule = { by: 'agreement', operator: '<', threshold: 0.6, member: null, percent: 100 };

/** How much of the work somebody looks at again, and under which rules more of it. */
export function Reviewing({ now, set, at, names }: Block) {
  const { t } = useTranslation('workflow');
  const { review } = now;
  const change = (next: Partial<typeof review>): void => set({ review: { ...review, ...next } });
  return (
    <Panel title={t('review.title')} help={t('review.help')}>
      <div className={css.stack}>
        <div className={own.fields}>
          <Percent
            label={t('review.percent')}
            description={t('review.percentHelp')}
            classNames={{ input: own.short ?? '' }}
            value={review.percent}
            error={at('/review/percent')}
            onChange={(percent) => change({ percent })}
          />
        </div>
        <div className={css.tight}>
          <span className={own.label}>{t('review.rules')}</span>
          <span className={css.small}>{t('review.rulesHelp')}</span>
          {review.rules.map((rule, index) => (
            <RuleRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place; two may say the same
              key={index}
              rule={rule}
              words={ruleWords(rule, t, names)}
              error={at(`/review/rules/${index}`)}
              onChange={(next) =>
                change({ rules: review.rules.map((each, at) => (at === index ? next : each)) })
              }
              onRemove={() => change({ rules: review.rules.filter((_, at) => at !== index) })}
            />
          ))}
          <div>
            <Button
              kind="default"
              size="small"
              icon="plus"
              onClick={() => change({ rules: [...review.rules, NEW] })}
            >
              {t('review.addRule')}
            </Button>
          </div>
        </div>
        <Toggle
          label={t('review.blind')}
          description={t('review.blindHelp')}
          checked={review.blind}
          onChange={(event) => change({ blind: event.currentTarget.checked })}
        />
        <Reasons
          title={t('review.reasons')}
          help={t('review.reasonsHelp')}
          usual={REVIEW_REASONS}
          reasons={review.reasons}
          error={at('/review/reasons')}
          onChange={(reasons) => change({ reasons })}
        />
      </div>
    </Panel>
  );
}

/** A rule to be filled in like a sentence. */
function RuleRow(props: {
  rule: ReviewRule;
  words: string;
  error: string | undefined;
  onChange: (rule: ReviewRule) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('workflow');
  const { rule, words, onChange } = props;
  const members = useMembers();
  const set = (change: Partial<ReviewRule>): void => onChange({ ...rule, ...change });
  return (
    <div className={own.rule} role="group" aria-label={words}>
      <div className={own.sentence}>
        <span>{t('reviewRule.review')}</span>
        <Percent
          aria-label={t('reviewRule.percent')}
          classNames={{ root: own.tiny ?? '' }}
          value={rule.percent}
          onChange={(percent) => set({ percent })}
        />
        <span>{t('reviewRule.where')}</span>
        <NativeSelect
          aria-label={t('reviewRule.what')}
          value={rule.by}
          onChange={(event) => {
            const by = event.currentTarget.value as ReviewRule['by'];
            set({ by, member: by === 'annotator' ? (members.data?.[0]?.id ?? '') : null });
          }}
          data={BY.map((value) => ({ value, label: t(`reviewRule.by.${value}`) }))}
        />
        {rule.by === 'annotator' ? (
          <NativeSelect
            aria-label={t('reviewRule.who')}
            value={rule.member ?? ''}
            onChange={(event) => set({ member: event.currentTarget.value })}
            data={(members.data ?? [])
              .filter(({ active, role }) => active && role !== 'client')
              .map(({ id, name, email }) => ({ value: id, label: name || email }))}
          />
        ) : (
          <>
            <NativeSelect
              aria-label={t('reviewRule.how')}
              value={rule.operator}
              onChange={(event) => set({ operator: event.currentTarget.value as Operator })}
              data={OPERATORS.map((value) => ({ value, label: t(`operator.${value}`) }))}
            />
            <Share
              aria-label={t('reviewRule.threshold')}
              classNames={{ root: own.tiny ?? '' }}
              value={rule.threshold}
              onChange={(threshold) => set({ threshold })}
            />
          </>
        )}
        {props.error && <p className={own.error}>{props.error}</p>}
      </div>
      <button
        type="button"
        className={own.remove}
        aria-label={t('reviewRule.without', { rule: words })}
        onClick={props.onRemove}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
