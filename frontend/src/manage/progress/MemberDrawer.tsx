import { useTranslation } from '../../i18n';
import { Modal } from '../parts/Modal';
import { Query } from '../parts/Query';
import { useProgressOf } from './calls';
import { Figures } from './Figures';
import css from './progress.module.css';
import { Throughput } from './Throughput';

/** One person's work in all projects of the organisation. */
export function MemberDrawer({
  member,
  onClose,
}: {
  member: { id: string; name: string };
  onClose: () => void;
}) {
  const { t } = useTranslation('items');
  const progress = useProgressOf('member', member.id);
  return (
    <Modal title={t('progress.ofMember', { name: member.name })} drawer wide onClose={onClose}>
      <div className={css.drawer}>
        <Query of={progress}>
          {(data) => (
            <>
              <Figures progress={data} />
              <Throughput days={data.by_day} />
            </>
          )}
        </Query>
      </div>
    </Modal>
  );
}
