export { ciErrors } from './errors.ts';
export { discover, type FoundFile, type StandardInput } from './discover/discover.ts';
export { readCompose } from './compose/read-compose.ts';
export { composeWorkload } from './compose/service-view.ts';
