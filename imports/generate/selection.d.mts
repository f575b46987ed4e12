/** Names as Terraform gives them. */
export interface Selection {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}
/** What `terraform providers schema -json` writes, of one provider. */
export interface ProviderSchema {
  readonly provider_schemas: Readonly<Record<string, Schemas>>;
}
interface Schemas {
  readonly provider: unknown;
  readonly resource_schemas?: Readonly<Record<string, unknown>>;
  readonly data_source_schemas?: Readonly<Record<string, unknown>>;
}
export declare const selection: Readonly<Record<string, Selection>>;
export declare function selected<T extends ProviderSchema>(schema: T, selection: Selection): T;
