export {
  catalogBytes,
  type CatalogerCase,
  type CatalogerOutcome,
  catalogFolder,
  describeCataloger,
} from './describe-cataloger.ts';
export { describeWithTestData, testDataFolder } from './test-data.ts';
