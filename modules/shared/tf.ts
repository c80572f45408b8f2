/**
 * The one place that imports `cdktf`. CDKTF was archived in December 2025; its maintained successor is `cdktn`, with the
 * same API: moving there means changing this file and the provider bindings' package name.
 */
export {
  Annotations,
  App,
  Aspects,
  AssetType,
  DefaultTokenResolver,
  Fn,
  Lazy,
  LocalBackend,
  Op,
  ref,
  S3Backend,
  StringConcat,
  TerraformAsset,
  TerraformDataSource,
  TerraformElement,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
  Tokenization,
} from "cdktf";
export type { AppConfig, IAspect, IResolvable, IResolveContext, ITerraformIterator } from "cdktf";
