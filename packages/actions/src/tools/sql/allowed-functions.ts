/**
 * What a statement may call, and the types that it may cast to. A list of what is good: whatever PostgreSQL, an extension or an administrator adds
 * is refused until somebody puts it here. Nothing in it reads files, settings, catalogues or other sessions, runs text as SQL, waits, or makes a long text of a short one.
 */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `
  count sum avg min max percentile_cont percentile_disc mode stddev stddev_pop stddev_samp variance var_pop var_samp corr regr_slope regr_intercept
  regr_r2 bool_and bool_or every any_value string_agg array_agg jsonb_agg jsonb_object_agg jsonb_build_object
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  date_trunc date_part extract date_bin age now to_char to_date to_timestamp make_date make_interval make_timestamptz timezone isfinite
  justify_days justify_hours justify_interval
  abs ceil ceiling floor round trunc sqrt ln log exp power mod sign div width_bucket
  lower upper initcap length char_length left right substring substr split_part strpos position btrim ltrim rtrim concat concat_ws starts_with
  replace regexp_replace like_escape similar_to_escape
  unnest cardinality array_length array_position array_remove array_to_string string_to_array
  generate_series
  `
    .trim()
    .split(/\s+/),
);

export const allowedTypes: ReadonlySet<string> = new Set(
  `
  bool int2 int4 int8 float4 float8 numeric text varchar bpchar date time timetz timestamp timestamptz interval json jsonb uuid
  `
    .trim()
    .split(/\s+/),
);
