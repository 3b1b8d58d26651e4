import { useProjectForm } from '../queries';

/** What the form calls a question. */
export function useTitles(project: string): (question: string) => string {
  const form = useProjectForm(project);
  return (name) => form.data?.form.questions.find((question) => question.name === name)?.title ?? name;
}
