/** One thing of the catalogue: `table pulse.tags` has the item `column name`, defined as `text not null`. */
export type CatalogueEntry = {
  readonly object: string;
  readonly item: string;
  readonly definition: string;
};
