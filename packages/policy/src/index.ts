export { type SubjectDeclaration, subjects } from './subject/subjects.ts';
