import Manage from '../manage/Manage';
import { Kit } from '../ui/Kit';

/** The manager pages with the component kit they are built from: one chunk, fetched when one of them is opened. */
export default function ManagePages() {
  return (
    <Kit>
      <Manage />
    </Kit>
  );
}
