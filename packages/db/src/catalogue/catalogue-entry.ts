/** One thing of the catalogue: `table pulse.tags` has the item `column name`, defined as `text not null`. */
export type CatalogueEntry = {
  readonly object: string;
  readonly item: string;
  readonly definition: string;
};

/**
 * What every query of this folder is given: `$1`, the schemas to read, and `$2`, the role that owns them. Its name differs between
 * installations, so it is always written `{owner}`.
 */
export type CatalogueScope = { readonly schemas: readonly string[]; readonly ownerId: number };
