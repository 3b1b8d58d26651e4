// The API as agreed, in the shape that openapi-typescript writes. Replaced by schema.gen.ts (see schema.ts).
type Page<Row> = { results: Row[]; next: string | null };
type Paging = { limit?: number; cursor?: string };
type Json<Body> = { content: { 'application/json': Body } };
type Empty = { content?: never };
type Params<Path, Query, Header> = { query?: Query; header?: Header; path: Path; cookie?: never };
type Idempotency = { 'Idempotency-Key'?: string };
type IfMatch = { 'If-Match'?: string };

type Get<Path, Data, Query = Record<string, never>> = {
  parameters: Params<Path, Query, never>;
  requestBody?: never;
  responses: { 200: Json<Data> };
};
type Post<Path, Body, Data, Query = Record<string, never>> = {
  parameters: Params<Path, Query, Idempotency>;
  requestBody: Json<Body>;
  responses: { 200: Json<Data> };
};
type PostNothing<Path, Data> = {
  parameters: Params<Path, Record<string, never>, Idempotency>;
  requestBody?: never;
  responses: { 200: Json<Data> };
};
type Edit<Path, Body, Data> = {
  parameters: Params<Path, Record<string, never>, IfMatch>;
  requestBody: Json<Body>;
  responses: { 200: Json<Data> };
};
type Delete<Path> = {
  parameters: Params<Path, Record<string, never>, never>;
  requestBody?: never;
  responses: { 204: Empty };
};

type S = components['schemas'];
type InOrganisation = { organisation: string };
type InProject = InOrganisation & { project_id: string };

export interface paths {
  '/api/v1/me': { get: Get<Record<string, never>, S['Me']> };
  '/api/v1/organisations': {
    get: Get<Record<string, never>, Page<S['Organisation']>>;
    post: Post<Record<string, never>, { name: string; slug: string }, S['Organisation']>;
  };
  '/api/v1/{organisation}/clients': {
    get: Get<InOrganisation, Page<S['Client']>, Paging>;
    post: Post<InOrganisation, { name: string }, S['Client']>;
  };
  '/api/v1/{organisation}/clients/{client_id}': {
    get: Get<InOrganisation & { client_id: string }, S['Client']>;
    patch: Edit<InOrganisation & { client_id: string }, { name: string }, S['Client']>;
  };
  '/api/v1/{organisation}/members': { get: Get<InOrganisation, Page<S['Member']>, Paging> };
  '/api/v1/{organisation}/members/{member_id}': {
    patch: Edit<
      InOrganisation & { member_id: string },
      { role?: S['Role']; client_ids?: string[]; active?: boolean },
      S['Member']
    >;
    delete: Delete<InOrganisation & { member_id: string }>;
  };
  '/api/v1/{organisation}/invitations': {
    get: Get<InOrganisation, Page<S['Invitation']>, Paging>;
    post: Post<
      InOrganisation,
      { email: string; role: S['Role']; client_ids?: string[] },
      S['Invitation'] & { url: string }
    >;
  };
  '/api/v1/{organisation}/invitations/{invitation_id}': {
    delete: Delete<InOrganisation & { invitation_id: string }>;
  };
  '/api/v1/{organisation}/tokens': {
    get: Get<InOrganisation, Page<S['Token']>, Paging>;
    post: Post<
      InOrganisation,
      { name: string; scopes: string[]; client_id?: string | null; expires_at?: string | null },
      S['Token'] & { token: string }
    >;
  };
  '/api/v1/{organisation}/tokens/{token_id}': { delete: Delete<InOrganisation & { token_id: string }> };
  '/api/v1/{organisation}/events': {
    get: Get<InOrganisation, Page<S['Event']>, Paging & { project?: string }>;
  };
  '/api/v1/{organisation}/templates': { get: Get<InOrganisation, S['Template'][]> };
  '/api/v1/{organisation}/projects': {
    get: Get<InOrganisation, Page<S['ProjectRow']>, Paging>;
    post: Post<
      InOrganisation,
      {
        name: string;
        client_id: string;
        template?: string;
        form?: S['Form'];
        guidelines?: string;
        overlap?: number;
      },
      S['Project']
    >;
  };
  '/api/v1/{organisation}/projects/{project_id}': {
    get: Get<InProject, S['Project']>;
    patch: Edit<
      InProject,
      Partial<
        Pick<
          S['Project'],
          'name' | 'state' | 'guidelines' | 'lease_minutes' | 'shuffle_responses' | 'skip_reason_required'
        >
      >,
      S['Project']
    >;
  };
  '/api/v1/{organisation}/projects/{project_id}/form': {
    get: Get<InProject, S['Form']>;
    put: Edit<InProject, S['Form'], S['Form']>;
  };
  '/api/v1/{organisation}/projects/{project_id}/people': { get: Get<InProject, Page<S['Person']>, Paging> };
  '/api/v1/{organisation}/projects/{project_id}/people/{member_id}': {
    put: Edit<
      InProject & { member_id: string },
      { annotate: boolean; review: boolean; adjudicate: boolean },
      S['Person']
    >;
    delete: Delete<InProject & { member_id: string }>;
  };
  '/api/v1/{organisation}/projects/{project_id}/items': {
    get: Get<InProject, Page<S['Item']>, Paging & { state?: string }>;
    post: Post<
      InProject,
      { items: { external_id: string; content: S['Content']; metadata?: Record<string, unknown> }[] },
      { results: S['Item'][] }
    >;
  };
  '/api/v1/{organisation}/projects/{project_id}/items/{item_id}': {
    get: Get<InProject & { item_id: string }, S['Item']>;
  };
  '/api/v1/{organisation}/projects/{project_id}/items/{item_id}/annotations': {
    get: Get<InProject & { item_id: string }, S['Annotation'][]>;
  };
  '/api/v1/{organisation}/uploads': {
    post: Post<
      InOrganisation,
      {
        project_id: string;
        filename: string;
        size: number;
        media_type: string;
        purpose: 'image' | 'text';
      },
      S['Upload']
    >;
  };
  '/api/v1/{organisation}/uploads/{upload_id}/complete': {
    post: PostNothing<InOrganisation & { upload_id: string }, S['Asset']>;
  };
  '/api/v1/{organisation}/assets': {
    get: Get<InOrganisation, Page<S['Asset']>, Paging & { project?: string }>;
  };
  '/api/v1/{organisation}/assets/{asset_id}': {
    get: Get<InOrganisation & { asset_id: string }, S['Asset']>;
  };
  '/api/v1/{organisation}/projects/{project_id}/imports': {
    get: Get<InProject, Page<S['Import']>, Paging>;
    post: Post<InProject, { asset_id: string }, S['Import']>;
  };
  '/api/v1/{organisation}/imports/{import_id}': {
    get: Get<InOrganisation & { import_id: string }, S['Import']>;
  };
  '/api/v1/{organisation}/imports/{import_id}/cancel': {
    post: PostNothing<InOrganisation & { import_id: string }, S['Import']>;
  };
  '/api/v1/{organisation}/imports/{import_id}/problems': {
    get: Get<InOrganisation & { import_id: string }, Page<S['ImportProblem']>, Paging>;
  };
  '/api/v1/{organisation}/projects/{project_id}/progress': { get: Get<InProject, S['Progress']> };
  '/api/v1/{organisation}/projects/{project_id}/agreement': { get: Get<InProject, S['Agreement']> };
  '/api/v1/{organisation}/assignments/claim': {
    post: Post<InOrganisation, { limit: number }, { results: S['Assignment'][] }, { project?: string }>;
  };
  '/api/v1/{organisation}/assignments': {
    get: Get<InOrganisation, Page<S['AssignmentRow']>, Paging & { state?: string; project?: string }>;
  };
  '/api/v1/{organisation}/assignments/{assignment_id}': {
    get: Get<InOrganisation & { assignment_id: string }, S['AssignmentDetail']>;
  };
  '/api/v1/{organisation}/assignments/renew': {
    post: Post<
      InOrganisation,
      { ids: string[] },
      { renewed: { id: string; lease_until: string }[]; lost: string[] }
    >;
  };
  '/api/v1/{organisation}/assignments/{assignment_id}/draft': {
    put: Edit<InOrganisation & { assignment_id: string }, { answers: S['Answer'][] }, { saved_at: string }>;
  };
  '/api/v1/{organisation}/assignments/{assignment_id}/submit': {
    post: Post<
      InOrganisation & { assignment_id: string },
      { answers: S['Answer'][]; seconds: number },
      { id: string; state: 'submitted'; submitted_at: string }
    >;
  };
  '/api/v1/{organisation}/assignments/{assignment_id}/skip': {
    post: Post<InOrganisation & { assignment_id: string }, { reason: string }, { id: string; state: string }>;
  };
  '/api/v1/{organisation}/projects/{project_id}/exports': {
    get: Get<InProject, Page<S['Export']>, Paging>;
    post: Post<
      InProject,
      { format: S['Export']['format']; options?: { question?: string; rows?: 'merged' | 'annotators' } },
      S['Export']
    >;
  };
  '/api/v1/{organisation}/exports/{export_id}': {
    get: Get<InOrganisation & { export_id: string }, S['Export']>;
  };
  '/api/v1/{organisation}/exports/{export_id}/cancel': {
    post: PostNothing<InOrganisation & { export_id: string }, S['Export']>;
  };
  '/api/v1/{organisation}/exports/{export_id}/download': {
    get: Get<InOrganisation & { export_id: string }, { url: string; expires_at: string }>;
  };
}

type Named = { id: string; name: string };
type QuestionBase = {
  name: string;
  title: string;
  help?: string;
  scope: 'item' | 'responses';
  required: boolean;
  when?: { question: string; equals: string | number } | null;
};

export interface components {
  schemas: {
    Role: 'owner' | 'manager' | 'reviewer' | 'annotator' | 'client';
    Organisation: {
      slug: string;
      name: string;
      role: S['Role'];
      member_id: string;
      client_ids: string[];
    };
    Me: {
      user: { id: string; email: string; name: string; is_staff: boolean };
      organisations: S['Organisation'][];
      csrf_token: string;
      open_sign_up: boolean;
    };
    Client: Named & { created_at: string; projects: number };
    Member: Named & {
      email: string;
      role: S['Role'];
      client_ids: string[];
      active: boolean;
      joined_at: string;
    };
    Invitation: {
      id: string;
      email: string;
      role: S['Role'];
      client_ids: string[];
      state: 'pending' | 'accepted' | 'revoked' | 'expired';
      expires_at: string;
      created_at: string;
    };
    Token: Named & {
      scopes: string[];
      client_id: string | null;
      expires_at: string | null;
      last_used_at: string | null;
      created_at: string;
    };
    Event: {
      id: string;
      kind: string;
      at: string;
      actor: Named | null;
      subject: { kind: string; id: string };
      data: Record<string, unknown>;
    };
    Template: {
      name: string;
      title: string;
      description: string;
      guidelines: string;
      form: S['Form'];
      example: S['Content'];
    };
    ProjectState: 'draft' | 'active' | 'paused' | 'finished';
    Project: Named & {
      client: Named;
      state: S['ProjectState'];
      guidelines: string;
      overlap: number;
      lease_minutes: number;
      shuffle_responses: boolean;
      skip_reason_required: boolean;
      form_version: number;
      created_at: string;
      etag: string;
    };
    ProjectRow: S['Project'] & { progress: { items: number; done: number } };
    Person: {
      member: Named & { email: string; role: S['Role'] };
      annotate: boolean;
      review: boolean;
      adjudicate: boolean;
    };
    Item: {
      id: string;
      position: number;
      external_id: string;
      state: 'open' | 'done' | 'withdrawn';
      content: S['Content'];
      metadata: Record<string, unknown>;
      submitted: number;
      overlap: number;
      created_at: string;
    };
    Annotation: {
      id: string;
      member: Named;
      answers: S['Answer'][];
      form_version: number;
      revision: number;
      submitted_at: string;
      seconds: number;
    };
    Upload: { id: string; url: string; fields: Record<string, string> };
    Asset: {
      id: string;
      project_id: string;
      filename: string;
      kind: 'image' | 'text';
      state: 'uploading' | 'verifying' | 'ready' | 'refused';
      reason: string;
      media_type: string;
      size: number;
      width: number | null;
      height: number | null;
      url: string | null;
      created_at: string;
    };
    Job: {
      id: string;
      state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
      done: number;
      total: number;
      eta: string | null;
      error: string | null;
      created_at: string;
      finished_at: string | null;
    };
    Import: S['Job'] & {
      asset_id: string;
      filename: string;
      created: number;
      updated: number;
      skipped: number;
      problem_count: number;
    };
    ImportProblem: { line: number; detail: string };
    Export: S['Job'] & {
      format: 'annotations' | 'trl_preference';
      options: { question?: string; rows?: 'merged' | 'annotators' };
      filename: string;
      size: number | null;
      sha256: string | null;
      counts: Record<string, number>;
    };
    Progress: {
      items: number;
      done: number;
      open: number;
      places: { open: number; claimed: number; submitted: number; skipped: number };
      people: { member: Named; submitted: number; skipped: number; seconds: number }[];
      last_submitted_at: string | null;
    };
    AgreementRow: {
      question: string;
      on: 'item' | 'responses';
      kind: S['Question']['kind'];
      title: string;
      coefficient: 'krippendorff_alpha';
      metric: 'nominal' | 'ordinal' | 'interval';
      alpha: number | null;
      low: number | null;
      high: number | null;
      percent: number | null;
      items: number;
      units: number;
      annotations: number;
      reason: string | null;
    };
    Agreement: { questions: S['AgreementRow'][] };
    Option: { value: string; title: string; key?: string; colour?: S['Colour']; description?: string };
    Point: { value: number; title: string; key?: string; colour?: S['Colour']; description?: string };
    /** The palette that options may use; empty lets the interface choose. */
    Colour:
      | ''
      | 'gray'
      | 'red'
      | 'pink'
      | 'grape'
      | 'violet'
      | 'indigo'
      | 'blue'
      | 'cyan'
      | 'teal'
      | 'green'
      | 'lime'
      | 'yellow'
      | 'orange';
    ChoiceQuestion: QuestionBase & {
      kind: 'choice';
      multiple: boolean;
      unsure: boolean;
      other: boolean;
      options: S['Option'][];
    };
    RatingQuestion: QuestionBase & { kind: 'rating'; options: S['Point'][] };
    RankingQuestion: QuestionBase & { kind: 'ranking'; ties: boolean };
    TextQuestion: QuestionBase & {
      kind: 'text';
      min_length?: number;
      max_length?: number;
      markdown?: boolean;
    };
    Question: S['ChoiceQuestion'] | S['RatingQuestion'] | S['RankingQuestion'] | S['TextQuestion'];
    Form: {
      version: number;
      shows: ('prompt' | 'messages' | 'text' | 'image' | 'context' | 'responses')[];
      questions: S['Question'][];
    };
    /** `on` is `item` or `responses.<id>`. */
    Answer: { question: string; on: string; value: S['AnswerValue'] };
    ChoiceValue: { choices: string[]; other?: string; unsure?: boolean };
    RatingValue: { rating: number };
    /** Best first; several ids on one rank are a tie. */
    RankingValue: { ranks: string[][] };
    TextValue: { text: string };
    AnswerValue: S['ChoiceValue'] | S['RatingValue'] | S['RankingValue'] | S['TextValue'];
    Message: { id: string; role: 'system' | 'user' | 'assistant' | 'tool'; text: string; images?: string[] };
    ContextDocument: { id: string; title?: string; text: string };
    Response: { id: string; text: string; images?: string[]; source?: string; model?: string };
    Content: {
      prompt?: { text: string; images?: string[] };
      messages?: S['Message'][];
      text?: string;
      image?: string;
      context?: S['ContextDocument'][];
      responses?: S['Response'][];
    };
    AssetView: { url: string; width: number; height: number; media_type: string };
    Assignment: {
      id: string;
      project: Named;
      state: string;
      lease_until: string;
      form: S['Form'];
      guidelines: string;
      content: S['Content'];
      assets: Record<string, S['AssetView']>;
      draft: { answers: S['Answer'][]; saved_at: string } | null;
    };
    AssignmentRow: {
      id: string;
      project: Named;
      state: 'claimed' | 'submitted' | 'skipped' | 'returned' | 'expired' | 'withdrawn';
      submitted_at: string | null;
      skipped_reason: string | null;
    };
    AssignmentDetail: S['Assignment'] & S['AssignmentRow'] & { answers: S['Answer'][] };
  };
}
