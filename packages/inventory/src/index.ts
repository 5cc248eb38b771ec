export { catalogers } from './catalogers.ts';
