// Short names for the schemas that screens speak of.
import type { Answer } from './forms';
import type { components } from './schema';

export type * from './forms';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type Organisation = Schemas['Organisation'];
export type Role = Schemas['Role'];
export type Client = Schemas['Client'];
export type Member = Schemas['Member'];
export type Invitation = Schemas['Invitation'];
export type Token = Schemas['Token'];
export type Event = Schemas['Event'];
export type Template = Schemas['TemplateShape'];
export type Project = Schemas['ProjectShape'];
export type ProjectRow = Schemas['ProjectRowShape'];
export type ProjectState = Schemas['ProjectState'];
export type Person = Schemas['PersonShape'];
export type Item = Schemas['ItemShape'];
export type Annotation = Schemas['AnnotationShape'];
export type Asset = Schemas['AssetShape'];
/** Where to send a file: in one piece to `url`, or in `parts` parts of `part_size` bytes, each to an address of its own. */
export type Upload = Schemas['UploadShape'];
export type Import = Schemas['ImportShape'];
export type Export = Schemas['ExportShape'];
/** What every job tells: imports, exports, deliveries. */
export type Job = Pick<Import, keyof Import & keyof Export & keyof Schemas['DeliveryShape']>;
export type Progress = Schemas['ProgressShape'];
export type Agreement = Schemas['AgreementShape'];
export type AgreementRow = Schemas['QuestionAgreementShape'];
export type ItemTruth = Schemas['ItemTruthShape'];
export type PlaceTruth = Schemas['PlaceTruthShape'];
export type ProjectTruth = Schemas['ProjectTruthShape'];
export type QuestionTruth = Schemas['QuestionTruthShape'];
export type Assignment = Schemas['AssignmentShape'];
export type AssignmentRow = Schemas['AssignmentRowShape'];
export type AssignmentDetail = Schemas['AssignmentWithAnswersShape'];
export type AssetView = Schemas['AssetViewShape'];
export type Draft = { answers: Answer[]; saved_at: string };
