// `production`, `prod-eu`, `eu/production`, `live`; and the one environment of a Pages site.
const productionPattern = /(^|[^a-z])(prod|production|live|github-pages)([^a-z]|$)/iu;
const otherStagePattern = /(^|[^a-z])(pre|non|not|no|staging|stage|test|testing|dev|development|preview)([^a-z]|$)/iu;

/** Whether an environment is what people use, judged by its name, unless GitHub was told so. */
export function isProductionEnvironment(input: {
  readonly environment: string | null;
  /** REST's `production_environment`: people seldom set it, so only a true one says something. */
  readonly isMarkedProduction?: boolean;
}): boolean {
  if (input.isMarkedProduction === true) return true;
  if (input.environment === null) return false;
  return productionPattern.test(input.environment) && !otherStagePattern.test(input.environment);
}
